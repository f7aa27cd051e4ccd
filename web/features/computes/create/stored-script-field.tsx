import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components'
import { FolderSearchRegular } from '@fluentui/react-icons'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { folderQuery } from '../../../api/file-entries.ts'
import { useStudio } from '../../../api/use-studio.ts'
import { useText } from '../../../i18n/use-text.ts'
import { FilePicker } from '../../../ui/file-picker.tsx'

const route = getRouteApi('/w/$subscription/$group/$workspace/compute/new')

/** A script of the workspace's share (CI-81): its path typed, or browsed for. */
export function StoredScriptField(props: {
  readonly path: string
  readonly fault: string | undefined
  onChange(path: string): void
}) {
  const { path, fault, onChange } = props
  const key = route.useParams()
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const [isBrowsing, setBrowsing] = useState(false)
  return (
    <div className={styles.line}>
      <Field
        label={text('Path of the script')}
        hint="Users/ana/setup.sh"
        className={styles.field}
        {...(fault === undefined ? {} : { validationMessage: text(fault) })}
      >
        <Input value={path} onChange={(_, { value }) => onChange(value)} />
      </Field>
      <Button icon={<FolderSearchRegular />} className={styles.button} onClick={() => setBrowsing(true)}>
        {text('Browse')}
      </Button>
      {isBrowsing && (
        <FilePicker
          title={text('Choose a script')}
          ending=".sh"
          query={(folder) => folderQuery(arm, key, folder)}
          onChoose={(chosen) => {
            onChange(chosen)
            setBrowsing(false)
          }}
          onClose={() => setBrowsing(false)}
        />
      )}
    </div>
  )
}

const useStyles = makeStyles({
  line: { display: 'flex', gap: tokens.spacingHorizontalM, alignItems: 'flex-start' },
  field: { flexGrow: 1 },
  // Beside the input, below its label.
  button: { marginTop: '1.6rem', flexShrink: 0 },
})
