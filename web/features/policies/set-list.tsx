import { makeStyles } from '@fluentui/react-components'
import { CustomTitle } from '../../ui/custom-title.tsx'
import { FoldedList } from '../../ui/folded-list.tsx'
import { type PolicyDefinition, type PolicySet, titleOf } from './policy-queries.ts'

export interface SetListProps {
  readonly sets: readonly PolicySet[]
  readonly definitions: readonly PolicyDefinition[]
}

/** The initiatives there are, each with the definitions it puts in force. */
export function SetList({ sets, definitions }: SetListProps) {
  const styles = useStyles()
  const nameOf = (id: string) => {
    const found = definitions.find((each) => each.id.toLowerCase() === id.toLowerCase())
    return found === undefined ? (id.split('/').at(-1) ?? id) : titleOf(found)
  }
  return (
    <FoldedList
      of={sets}
      wordsOf={(each) => titleOf(each)}
      keyOf={({ id }) => id}
      titleOf={(each) => <CustomTitle title={titleOf(each)} isCustom={each.properties.policyType === 'Custom'} />}
    >
      {({ properties }) => (
        <>
          {properties.description !== undefined && <p className={styles.words}>{properties.description}</p>}
          <ul className={styles.words}>
            {properties.policyDefinitions.map(({ policyDefinitionId: id }, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: one may stand in it twice, and they stay in their order
              <li key={`${id} ${place}`}>{nameOf(id)}</li>
            ))}
          </ul>
        </>
      )}
    </FoldedList>
  )
}

const useStyles = makeStyles({ words: { overflowWrap: 'anywhere' } })
