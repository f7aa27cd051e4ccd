// The nodes as tiles, only those in view in the document. One of them is reached by Tab, the others from there by the arrow
// keys.

import { makeStyles, tokens } from '@fluentui/react-components'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useText } from '../../../i18n/use-text.ts'
import { useWidth } from '../../../ui/use-width.ts'
import { nextTile } from './next-tile.ts'
import { NodeTile, tileHeight } from './node-tile.tsx'
import type { ClusterNode, Entrance } from './part-queries.ts'

const leastWidth = 208
const gap = 8

export function NodeGrid(props: {
  readonly nodes: readonly ClusterNode[]
  entrance(nodeId: string): Entrance | undefined
  readonly chosen: string | undefined
  onChoose(nodeId: string): void
}) {
  const { nodes, entrance, chosen, onChoose } = props
  const text = useText()
  const styles = useStyles()
  const [scroller, width] = useWidth<HTMLDivElement>()
  const [reached, setReached] = useState(0)
  const mustFocus = useRef(false)
  const perRow = Math.max(1, Math.floor((width + gap) / (leastWidth + gap)))
  const at = Math.min(reached, nodes.length - 1)
  const virtual = useVirtualizer({
    count: Math.ceil(nodes.length / perRow),
    getScrollElement: () => scroller.current,
    estimateSize: () => tileHeight + gap,
    overscan: 2,
  })
  const press = (event: KeyboardEvent) => {
    const next = nextTile(event.key, { at, perRow, count: nodes.length })
    if (next === undefined) return
    event.preventDefault()
    mustFocus.current = true
    setReached(next)
    virtual.scrollToIndex(Math.floor(next / perRow))
  }
  useEffect(() => {
    if (!mustFocus.current) return
    const tile = scroller.current?.querySelector<HTMLElement>(`[data-tile="${at}"]`)
    if (tile === null || tile === undefined) return
    mustFocus.current = false
    tile.focus({ preventScroll: true })
  })
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it hears the arrow keys of the buttons inside
    <div ref={scroller} className={styles.scroller} onKeyDown={press}>
      <ul className={styles.list} aria-label={text('Nodes')} style={{ height: `${virtual.getTotalSize()}px` }}>
        {virtual.getVirtualItems().flatMap((row) =>
          nodes.slice(row.index * perRow, (row.index + 1) * perRow).map((node, column) => {
            const index = row.index * perRow + column
            return (
              <li
                key={node.nodeId}
                className={styles.item}
                style={{
                  top: `${row.start}px`,
                  left: `calc(${column} * (100% + ${gap}px) / ${perRow})`,
                  width: `calc((100% - ${(perRow - 1) * gap}px) / ${perRow})`,
                }}
                aria-setsize={nodes.length}
                aria-posinset={index + 1}
              >
                <NodeTile
                  node={node}
                  entrance={entrance(node.nodeId)}
                  index={index}
                  isReached={index === at}
                  isChosen={node.nodeId === chosen}
                  onChoose={() => {
                    setReached(index)
                    onChoose(node.nodeId)
                  }}
                />
              </li>
            )
          }),
        )}
      </ul>
    </div>
  )
}

const useStyles = makeStyles({
  scroller: { overflowY: 'auto', maxHeight: '26rem', minWidth: 0, padding: '2px' },
  list: { position: 'relative', listStyleType: 'none', margin: 0, padding: 0, minWidth: 0 },
  item: { position: 'absolute', minWidth: 0, paddingBottom: tokens.spacingVerticalNone },
})
