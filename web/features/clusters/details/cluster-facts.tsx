import { Link as FluentLink } from '@fluentui/react-components'
import { Link } from '@tanstack/react-router'
import { useText } from '../../../i18n/use-text.ts'
import { pages } from '../../../paths.ts'
import { Facts } from '../../../ui/facts.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { Time } from '../../../ui/time.tsx'
import type { Cluster, Mount } from '../cluster.ts'
import { kindName } from '../kind-name.ts'

/** What of a cluster was decided when it was made. */
export function ClusterFacts({ cluster }: { readonly cluster: Cluster }) {
  const text = useText()
  const { key, mounts } = cluster
  return (
    <Panel title={text('About it')}>
      <Facts
        of={{
          [text('Kind')]: kindName(key.kind),
          [text('Workspace')]: key.workspace,
          [text('Resource group')]: key.group,
          [text('Size')]: cluster.size,
          [text('Priority')]: cluster.isLowPriority ? text('Low priority') : text('Dedicated'),
          [text('Image')]: cluster.image,
          [text('User')]: cluster.user ?? text('Nobody signs in'),
          [text('Mounts')]:
            mounts.length === 0 ? undefined : mounts.map((mount) => <MountLine key={mount.path} mount={mount} />),
          [text('Subnet')]: cluster.subnetId,
          [text('Created')]: <Time at={cluster.createdAt} />,
          [text('Id')]: cluster.id,
        }}
      />
    </Panel>
  )
}

function MountLine({ mount }: { readonly mount: Mount }) {
  const text = useText()
  const { server, command, path, isReadOnly } = mount
  return (
    <div>
      {`$AZ_BATCHAI_MOUNT_ROOT/${path}: `}
      {server === undefined ? (
        command
      ) : (
        <Link to={pages.fileServers()}>{<FluentLink as="span">{server}</FluentLink>}</Link>
      )}
      {isReadOnly && ` (${text('Read only').toLocaleLowerCase()})`}
    </div>
  )
}
