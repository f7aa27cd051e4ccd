import { Button, Menu, MenuItemCheckbox, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components'
import { ColumnTripleRegular } from '@fluentui/react-icons'
import { useText } from '../i18n/use-text.ts'
import { useIsNarrow } from './use-is-narrow.ts'

/** Which columns are shown; the name always is. On a narrow screen there is room for the first few alone, so it says nothing. */
export function ColumnMenu<C extends string>(props: {
  readonly columns: readonly { readonly id: C; readonly header: string }[]
  readonly hidden: readonly C[]
  onChange(hidden: readonly C[]): void
}) {
  const { hidden, onChange } = props
  const text = useText()
  const isNarrow = useIsNarrow()
  if (isNarrow) return null
  const columns = props.columns.filter(({ id }) => id !== 'name')
  const shown = columns.map(({ id }) => id).filter((id) => !hidden.includes(id))
  return (
    <Menu
      checkedValues={{ columns: shown }}
      onCheckedValueChange={(_, { checkedItems }) => {
        onChange(columns.map(({ id }) => id).filter((id) => !checkedItems.includes(id)))
      }}
    >
      <MenuTrigger disableButtonEnhancement>
        <Button appearance="subtle" icon={<ColumnTripleRegular />}>
          {text('Columns')}
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {columns.map(({ id, header }) => (
            <MenuItemCheckbox key={id} name="columns" value={id}>
              {header}
            </MenuItemCheckbox>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
