import { makeStyles, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { sizesQuery } from '../../api/size-queries.ts'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { lowPriorityQuery } from './quota-queries.ts'

/** What nodes take of the quota when all of them are there, and whether it has that. `nodes` undefined: not known. */
export function QuotaEffect(props: {
  readonly subscription: string
  readonly size: string
  readonly isLowPriority: boolean
  readonly nodes: number | undefined
}) {
  const { subscription, nodes, isLowPriority } = props
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const { data: sizes } = useQuery(sizesQuery(arm, subscription))
  const { data: freeLow } = useQuery(lowPriorityQuery(arm, subscription))
  const size = sizes?.find(({ name }) => name.toUpperCase() === props.size.toUpperCase())
  const free = isLowPriority ? freeLow : size?.freeCores
  if (size === undefined || nodes === undefined || free === undefined) return <span>–</span>
  const cores = size.cores * nodes
  const words = isLowPriority
    ? text('Up to {{cores}} of {{free}} free low-priority cores', { cores, free })
    : text('Up to {{cores}} of {{free}} free cores', { cores, free })
  if (cores <= free) return <span>{words}</span>
  return (
    <span>
      {words}
      <strong className={styles.over}>{text('Fewer nodes come until cores are free.')}</strong>
    </span>
  )
}

const useStyles = makeStyles({
  over: { display: 'block', color: tokens.colorPaletteDarkOrangeForeground1, fontWeight: tokens.fontWeightRegular },
})
