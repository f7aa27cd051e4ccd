// The roles that can be given at a scope, and what each lets one do.

import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  Badge,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import { useText } from '../../i18n/use-text.ts'
import { CopyLine } from '../../ui/copy-line.tsx'
import { Panel } from '../../ui/panel.tsx'
import type { Role } from './verdicts.ts'

export function RolesTab({ roles }: { readonly roles: readonly Role[] }) {
  const text = useText()
  const styles = useStyles()
  return (
    <>
      <Accordion collapsible multiple>
        {roles.map((role) => (
          <AccordionItem key={role.id} value={role.id}>
            <AccordionHeader>
              <span className={styles.name}>
                {role.name} {role.isCustom && <Badge appearance="tint">{text('Own')}</Badge>}
              </span>
            </AccordionHeader>
            <AccordionPanel>
              <p className={styles.words}>{role.description}</p>
              <Actions title={text('It gives')} of={role.permissions.flatMap(({ actions }) => actions)} />
              <Actions title={text('Except')} of={role.permissions.flatMap(({ notActions }) => notActions)} />
            </AccordionPanel>
          </AccordionItem>
        ))}
      </Accordion>
      <Panel title={text('A role of your own')}>
        <CopyLine text="carrel role definition create FILE.yaml" />
      </Panel>
    </>
  )
}

function Actions({ title, of }: { readonly title: string; readonly of: readonly string[] }) {
  const styles = useStyles()
  if (of.length === 0) return null
  return (
    <>
      <strong>{title}</strong>
      <ul className={styles.words}>
        {of.map((action) => (
          <li key={action}>
            <code>{action}</code>
          </li>
        ))}
      </ul>
    </>
  )
}

const useStyles = makeStyles({
  name: { display: 'inline-flex', gap: tokens.spacingHorizontalS, alignItems: 'center', overflowWrap: 'anywhere' },
  words: { overflowWrap: 'anywhere', marginTop: tokens.spacingVerticalXS },
})
