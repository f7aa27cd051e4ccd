// A notebook to read: its cells and what came of them, as text and pictures. Nothing in it runs, loads or is a link.

import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { useText } from '../../../i18n/use-text.ts'
import type { Cell, Notebook, Output } from './notebook.ts'

const mostCells = 500
const mostCharacters = 20_000

export function NotebookView({ notebook }: { readonly notebook: Notebook }) {
  const text = useText()
  const styles = useStyles()
  const { cells } = notebook
  return (
    <section aria-label={text('Notebook')} className={styles.notebook}>
      {cells.length === 0 && <p>{text('The notebook has no cells yet.')}</p>}
      {cells.slice(0, mostCells).map((cell, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: cells of older notebooks have no name, and nothing moves them
        <CellView key={index} cell={cell} />
      ))}
      {cells.length > mostCells && (
        <p>{text('{{count}} more cells: open it in JupyterLab.', { count: cells.length - mostCells })}</p>
      )}
    </section>
  )
}

function CellView({ cell }: { readonly cell: Cell }) {
  const styles = useStyles()
  const { kind, source, count, outputs } = cell
  if (kind === 'markdown') return <Prose source={source} />
  return (
    <div className={styles.cell}>
      <span className={styles.count}>{kind === 'code' ? `[${count ?? ' '}]` : ''}</span>
      <div className={styles.body}>
        <pre className={mergeClasses(styles.text, styles.source)}>{source}</pre>
        {outputs.map((output, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: outputs have no name, and nothing moves them
          <OutputView key={index} output={output} />
        ))}
      </div>
    </div>
  )
}

/** Markdown as it was written; its headings stand out, and nothing else is made of it. */
function Prose({ source }: { readonly source: string }) {
  const styles = useStyles()
  return (
    <div className={styles.prose}>
      {source.split('\n').map((line, index) => {
        const heading = /^(#{1,6})\s+(.*)$/.exec(line)
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no name, and nothing moves them
        if (heading === null) return <div key={index}>{line === '' ? '\u00A0' : line}</div>
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: as above
          <div key={index} className={heading[1] === '#' ? styles.title : styles.heading}>
            {heading[2]}
          </div>
        )
      })}
    </div>
  )
}

function OutputView({ output }: { readonly output: Output }) {
  const text = useText()
  const styles = useStyles()
  if (output.as === 'image') return <img src={output.address} alt={text('Output')} className={styles.image} />
  if (output.as === 'left-out') {
    const types = output.types.join(', ')
    return <p className={styles.note}>{text('Not shown here: {{types}}. Open it in JupyterLab.', { types })}</p>
  }
  const isLong = output.text.length > mostCharacters
  return (
    <>
      <pre className={mergeClasses(styles.text, output.isError && styles.error)}>
        {isLong ? output.text.slice(0, mostCharacters) : output.text}
      </pre>
      {isLong && <p className={styles.note}>{text('The output goes on: open it in JupyterLab.')}</p>}
    </>
  )
}

const useStyles = makeStyles({
  notebook: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, minWidth: 0, maxWidth: '60rem' },
  cell: { display: 'grid', gridTemplateColumns: '3rem minmax(0, 1fr)', gap: tokens.spacingHorizontalS },
  count: {
    color: tokens.colorNeutralForeground3,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    paddingTop: tokens.spacingVerticalS,
    textAlign: 'right',
    whiteSpace: 'pre',
  },
  body: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS, minWidth: 0 },
  text: {
    margin: 0,
    padding: tokens.spacingHorizontalS,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
  source: {
    backgroundColor: tokens.colorNeutralBackground3,
    borderRadius: tokens.borderRadiusMedium,
    borderLeft: `3px solid ${tokens.colorBrandStroke1}`,
  },
  error: { backgroundColor: tokens.colorPaletteRedBackground1, color: tokens.colorPaletteRedForeground1 },
  prose: {
    paddingLeft: `calc(3rem + ${tokens.spacingHorizontalS})`,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    lineHeight: tokens.lineHeightBase400,
  },
  title: { fontSize: tokens.fontSizeBase600, lineHeight: tokens.lineHeightBase600, fontWeight: 600 },
  heading: { fontSize: tokens.fontSizeBase400, lineHeight: tokens.lineHeightBase500, fontWeight: 600 },
  note: { margin: 0, padding: `0 ${tokens.spacingHorizontalS}`, color: tokens.colorNeutralForeground3 },
  image: { maxWidth: '100%', alignSelf: 'flex-start', backgroundColor: '#fff' },
})
