import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  Badge,
  makeStyles,
} from '@fluentui/react-components'
import { useText } from '../../i18n/use-text.ts'
import { ShortList } from '../../ui/short-list.tsx'
import { type PolicyDefinition, type PolicySet, titleOf } from './policy-queries.ts'

export interface SetListProps {
  readonly sets: readonly PolicySet[]
  readonly definitions: readonly PolicyDefinition[]
}

/** The initiatives there are, each with the definitions it puts in force. */
export function SetList({ sets, definitions }: SetListProps) {
  const text = useText()
  const styles = useStyles()
  const nameOf = (id: string) => {
    const found = definitions.find((each) => each.id.toLowerCase() === id.toLowerCase())
    return found === undefined ? (id.split('/').at(-1) ?? id) : titleOf(found)
  }
  return (
    <ShortList of={sets} wordsOf={(each) => titleOf(each)}>
      {(shown) => (
        <Accordion collapsible multiple>
          {shown.map((set) => (
            <AccordionItem key={set.id} value={set.id}>
              <AccordionHeader>
                <span className={styles.words}>
                  {titleOf(set)}{' '}
                  {set.properties.policyType === 'Custom' && <Badge appearance="tint">{text('Custom')}</Badge>}
                </span>
              </AccordionHeader>
              <AccordionPanel>
                {set.properties.description !== undefined && (
                  <p className={styles.words}>{set.properties.description}</p>
                )}
                <ul className={styles.words}>
                  {set.properties.policyDefinitions.map(({ policyDefinitionId: id }, place) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: one may stand in it twice, and they stay in their order
                    <li key={`${id} ${place}`}>{nameOf(id)}</li>
                  ))}
                </ul>
              </AccordionPanel>
            </AccordionItem>
          ))}
        </Accordion>
      )}
    </ShortList>
  )
}

const useStyles = makeStyles({ words: { overflowWrap: 'anywhere' } })
