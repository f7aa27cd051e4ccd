import { Menu, MenuButton, MenuItemLink, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components'
import { useStudio } from '../../../api/use-studio.ts'
import { useText } from '../../../i18n/use-text.ts'
import { applicationAddress } from '../application-address.ts'
import type { Compute } from '../compute.ts'
import { reasonAgainstOpening } from '../compute-state.ts'

/** What of an instance can be opened now, by whoever looks; why nothing can stands on its own page. */
export function OpenMenu({ compute }: { readonly compute: Compute }) {
  const { session } = useStudio()
  const text = useText()
  const isOpen = reasonAgainstOpening(compute, session.person.objectId) === undefined
  const ready = compute.applications.filter(({ state = 'Running' }) => isOpen && state === 'Running')
  if (ready.length === 0) return '–'
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <MenuButton size="small" aria-label={text('Open {{name}}', { name: compute.name })}>
          {text('Open')}
        </MenuButton>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {ready.map(({ displayName, endpointUri }) => (
            <MenuItemLink
              key={displayName}
              href={applicationAddress(endpointUri) ?? ''}
              target="_blank"
              rel="noopener noreferrer"
            >
              {displayName}
            </MenuItemLink>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
