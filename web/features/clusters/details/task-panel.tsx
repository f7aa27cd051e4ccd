import { makeStyles } from '@fluentui/react-components'
import { useText } from '../../../i18n/use-text.ts'
import { codeBlock } from '../../../ui/code-block.ts'
import { CopyLine } from '../../../ui/copy-line.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Panel } from '../../../ui/panel.tsx'
import type { Cluster, SetupTask } from '../cluster.ts'
import type { ClusterRights } from '../cluster-state.ts'
import { sshLine } from './ssh-line.ts'
import { TaskLog } from './task-log.tsx'

/** What each node runs when it comes up, and where its log is read (BA-16): each node writes its own files. */
export function TaskPanel(props: {
  readonly cluster: Cluster
  readonly task: SetupTask
  readonly rights: ClusterRights | undefined
}) {
  const { cluster, task, rights } = props
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
      <TaskLog cluster={cluster} rights={rights} />
      <span>
        {isOnMount
          ? text('The whole of it is in stdout-NODE.txt and stderr-NODE.txt there, on a mount that all nodes share:')
          : text('The whole of it is in stdout-NODE.txt and stderr-NODE.txt on each node:')}
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
  code: { ...codeBlock, maxHeight: '14rem' },
})
