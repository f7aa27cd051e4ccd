import { useText } from '../../../i18n/use-text.ts'
import { CopyLine } from '../../../ui/copy-line.tsx'
import { Panel } from '../../../ui/panel.tsx'
import type { Compute } from '../compute.ts'

/** The lines that lead into the machine from a terminal and from an editor. */
export function Connections({ compute }: { readonly compute: Compute }) {
  const text = useText()
  const { ssh, publicIpAddress, name } = compute
  return (
    <Panel title={text('From your own machine')}>
      {ssh.port === undefined ? (
        <span>{text('SSH from outside was not enabled when this instance was created.')}</span>
      ) : (
        <>
          <CopyLine text={`ssh ${ssh.user}@${publicIpAddress ?? ''} -p ${ssh.port}`} label="ssh" />
          <CopyLine text={`carrel code ${name}`} label={text('the line for VS Code')} />
        </>
      )}
      <CopyLine text={`carrel compute open ${name}`} label={text('the line that opens JupyterLab')} />
    </Panel>
  )
}
