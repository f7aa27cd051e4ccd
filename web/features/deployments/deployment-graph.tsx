// A picture of the steps: each right of what it waits for, in the colour of its state. The list below it says the same in
// words.

import { makeStyles, tokens } from '@fluentui/react-components'
import { useText } from '../../i18n/use-text.ts'
import type { Operation } from './deployment-queries.ts'
import { stateWord, type Tone, toneOf } from './deployment-state.ts'
import { type Dependency, type GraphNode, layOut } from './graph-layout.ts'

const box = { width: 210, height: 46, gapX: 48, gapY: 14, margin: 2 }
const lettersShown = 28

const colours: Readonly<Record<Tone, string>> = {
  success: tokens.colorPaletteGreenBorderActive,
  danger: tokens.colorPaletteRedBorderActive,
  warning: tokens.colorPaletteDarkOrangeBorderActive,
  brand: tokens.colorBrandStroke1,
  informative: tokens.colorNeutralStrokeAccessible,
}

export function DeploymentGraph(props: {
  readonly dependencies: readonly Dependency[]
  readonly operations: readonly Operation[]
}) {
  const text = useText()
  const styles = useStyles()
  const { dependencies, operations } = props
  const begun = operations.map(({ properties }) => properties.targetResource)
  const { nodes, edges } = layOut(dependencies, begun)
  if (edges.length === 0) return null
  const states = new Map(
    operations.map(({ properties: { targetResource, provisioningState } }) => [
      targetResource.id.toLowerCase(),
      provisioningState,
    ]),
  )
  const byId = new Map(nodes.map((node) => [node.id.toLowerCase(), node]))
  const width = Math.max(...nodes.map(leftOf)) + box.width + box.margin
  const height = Math.max(...nodes.map(topOf)) + box.height + box.margin
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key
    <section className={styles.scroller} tabIndex={0} aria-label={text('What waits for what')}>
      <svg width={width} height={height} role="img" aria-label={text('What waits for what')}>
        {edges.map(({ from, to }) => {
          const [start, end] = [byId.get(from), byId.get(to)]
          return start && end && <path key={`${from} ${to}`} d={pathOf(start, end)} className={styles.edge} />
        })}
        {nodes.map((node) => (
          <GraphBox key={node.id} node={node} state={states.get(node.id.toLowerCase())} />
        ))}
      </svg>
    </section>
  )
}

function GraphBox({ node, state }: { readonly node: GraphNode; readonly state: string | undefined }) {
  const text = useText()
  const styles = useStyles()
  const [x, y] = [leftOf(node), topOf(node)]
  return (
    <g>
      <rect
        x={x}
        y={y}
        width={box.width}
        height={box.height}
        rx="4"
        className={styles.box}
        stroke={colours[toneOf(state ?? '')]}
      />
      <text x={x + 12} y={y + 19} className={styles.name}>
        {shortened(node.resourceName)}
      </text>
      <text x={x + 12} y={y + 36} className={styles.state}>
        {state === undefined ? text('Not begun') : text(stateWord(state))}
      </text>
    </g>
  )
}

function shortened(name: string): string {
  return name.length > lettersShown ? `${name.slice(0, lettersShown - 1)}…` : name
}

function leftOf({ column }: GraphNode): number {
  return box.margin + column * (box.width + box.gapX)
}

function topOf({ row }: GraphNode): number {
  return box.margin + row * (box.height + box.gapY)
}

function pathOf(from: GraphNode, to: GraphNode): string {
  const [x1, y1] = [leftOf(from) + box.width, topOf(from) + box.height / 2]
  const [x2, y2] = [leftOf(to), topOf(to) + box.height / 2]
  const middle = x2 - box.gapX / 2
  return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`
}

const useStyles = makeStyles({
  scroller: { overflowX: 'auto', maxWidth: '100%' },
  edge: { fill: 'none', stroke: tokens.colorNeutralStrokeAccessible, strokeWidth: 1.5 },
  box: { fill: tokens.colorNeutralBackground2, strokeWidth: 2 },
  name: { fill: tokens.colorNeutralForeground1, fontSize: tokens.fontSizeBase200, fontWeight: 600 },
  state: { fill: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
})
