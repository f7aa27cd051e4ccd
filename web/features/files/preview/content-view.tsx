import { Switch } from '@fluentui/react-components'
import { useMemo } from 'react'
import { useText } from '../../../i18n/use-text.ts'
import type { FileContent } from '../content-query.ts'
import { TextEditor } from '../edit/text-editor.tsx'
import type { FileView } from '../file-kind.ts'
import type { FileViewProps } from '../file-view.tsx'
import { ImageView } from './image-view.tsx'
import { readNotebook } from './notebook.ts'
import { NotebookView } from './notebook-view.tsx'
import { textContent } from './text-content.ts'

type Props = FileViewProps & { readonly view: Exclude<FileView, { as: 'too-large' }>; readonly content: FileContent }

/** The bytes of a file as picture, notebook or text. */
export function ContentView({ view, content, ...props }: Props) {
  const { path, isSource, onSource } = props
  const text = useText()
  const decoded = useMemo(() => textContent(content.bytes), [content])
  const notebook = useMemo(
    () => (view.as === 'notebook' && decoded !== undefined ? readNotebook(decoded.text) : undefined),
    [view.as, decoded],
  )
  if (view.as === 'image')
    return <ImageView bytes={content.bytes} type={view.type} name={path.split('/').at(-1) ?? ''} />
  if (decoded === undefined) return <p>{text('This is no text, and no picture that is shown here. Download it.')}</p>
  const editor = <TextEditor key={content.reading} {...props} content={decoded} etag={content.etag} />
  if (view.as !== 'notebook') return editor
  if (notebook === undefined) {
    return (
      <>
        <p>{text('This is no notebook of a version that is known here, so it is shown as text.')}</p>
        {editor}
      </>
    )
  }
  return (
    <>
      <Switch
        label={text('Show the source')}
        checked={isSource}
        onChange={(_, { checked }) => onSource(checked === true)}
      />
      {isSource ? editor : <NotebookView notebook={notebook} />}
    </>
  )
}
