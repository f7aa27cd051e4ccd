import { Badge, makeStyles, tokens } from '@fluentui/react-components'
import { useText } from '../../i18n/use-text.ts'
import { plainList } from '../../ui/plain-list.ts'
import { ShortList } from '../../ui/short-list.tsx'
import { type PolicyAssignment, type PolicyFault, titleOf } from './policy-queries.ts'

/** What is not as a policy wants it, and what was looked at. */
export function FaultList(props: {
  readonly faults: readonly PolicyFault[] | undefined
  readonly assignments: readonly PolicyAssignment[]
}) {
  const text = useText()
  const styles = useStyles()
  const { faults = [], assignments } = props
  if (faults.length === 0) return <span>{text('Nothing is at fault.')}</span>
  return (
    <ShortList of={faults} wordsOf={({ resourceId, policyAssignmentId }) => `${resourceId} ${policyAssignmentId}`}>
      {(shown) => (
        <ul className={styles.list} aria-label={text('At fault')}>
          {shown.map((fault) => {
            const {
              resourceId,
              resourceType,
              policyAssignmentId: id,
              policyDefinitionId,
              policyDefinitionAction,
            } = fault
            const assignment = assignments.find((each) => each.id.toLowerCase() === id.toLowerCase())
            return (
              <li key={`${id} ${policyDefinitionId} ${resourceId}`} className={styles.item}>
                <div className={styles.line}>
                  <Badge appearance="tint" color="warning">
                    {policyDefinitionAction}
                  </Badge>
                  <strong>{resourceId.split('/').at(-1)}</strong>
                  <span className={styles.minor}>{resourceType}</span>
                </div>
                <span>{assignment === undefined ? id.split('/').at(-1) : titleOf(assignment)}</span>
                {reasonsOf(fault).map(({ rule, value }) => (
                  <code key={`${rule} ${value}`} className={styles.reason}>
                    {text('{{rule}}: it is {{value}}', { rule, value })}
                  </code>
                ))}
              </li>
            )
          })}
        </ul>
      )}
    </ShortList>
  )
}

interface Reason {
  readonly rule: string
  readonly value: string
}

function reasonsOf({ policyEvaluationDetails: details }: PolicyFault): readonly Reason[] {
  const all = (details?.evaluatedExpressions ?? []).map(({ expression, operator, targetValue, expressionValue }) => ({
    rule: `${expression} ${operator} ${shown(targetValue)}`,
    value: shown(expressionValue),
  }))
  return [...new Map(all.map((each) => [`${each.rule} ${each.value}`, each])).values()]
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null)
}

const useStyles = makeStyles({
  list: { ...plainList, gap: tokens.spacingVerticalM },
  item: { display: 'grid', gap: tokens.spacingVerticalXXS, minWidth: 0, overflowWrap: 'anywhere' },
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  minor: { color: tokens.colorNeutralForeground3 },
  reason: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, overflowWrap: 'anywhere' },
})
