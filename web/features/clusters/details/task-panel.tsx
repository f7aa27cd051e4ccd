import { makeStyles, tokens } from '@fluentui/react-components'
import { useText } from '../../../i18n/use-text.ts'
import { CopyLine } from '../../../ui/copy-line.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Panel } from '../../../ui/panel.tsx'
import type { Cluster, SetupTask } from '../cluster.ts'
import { sshLine } from './ssh-line.ts'

/** What each node runs when it comes up, and where its log is read (BA-16): each node writes its own files. */
export function TaskPanel({ cluster, task }: { readonly cluster: Cluster; readonly task: SetupTask }) {
  const text = useText()
  const styles = useStyles()
  const isOnMount = task.output.startsWith('$')
  return (
    <Panel title={text('Set-up task')} isWide>
      <pre className={styles.code}>{task.commandLine}</pre>
      <Facts
        of={{
          [text('Variables')]: task.variables.length === 0 ? undefined : task.variables.join(', '),
          [text('Secret variables')]: task.secrets.length === 0 ? undefined : task.secrets.join(', '),
          [text('Folder of its output')]: task.output,
        }}
      />
      <span>
        {isOnMount
          ? text(
              'Each node writes stdout-NODE.txt, stderr-NODE.txt and execution-NODE.log there, on a mount that all nodes share. To read the log:',
            )
          : text(
              'Each node writes stdout-NODE.txt, stderr-NODE.txt and execution-NODE.log there. To read the log of one:',
            )}
      </span>
      <CopyLine text={`${sshLine(cluster, 'NODE')} -- 'tail -n 100 ${folderOf(task.output)}/*'`} />
    </Panel>
  )
}

/** As a shell of a node reads it. */
function folderOf(output: string): string {
  return output
    .replace(/^\$\{?AZ_BATCHAI_MOUNT_ROOT\}?/, '/mnt/batch/tasks/shared/LS_root/mounts')
    .replaceAll(' ', '\\ ')
}

const useStyles = makeStyles({
  code: {
    margin: 0,
    maxHeight: '14rem',
    overflow: 'auto',
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
})
