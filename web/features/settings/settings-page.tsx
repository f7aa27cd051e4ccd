// How this person likes the pages, kept on this browser, and what there is to know of the installation.

import { Field, makeStyles, Radio, RadioGroup, Select } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useStudio } from '../../api/use-studio.ts'
import { chooseLanguage, type Language, languages } from '../../i18n/start-language.ts'
import { useText } from '../../i18n/use-text.ts'
import { CopyLine } from '../../ui/copy-line.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Page } from '../../ui/page.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useClockChoice } from '../../ui/use-clock-choice.ts'
import { type ThemeChoice, useTheme } from '../../ui/use-theme.ts'

export function SettingsPage() {
  const text = useText()
  return (
    <Page title={text('Settings')}>
      <Panel title={text('On this browser')}>
        <Looks />
      </Panel>
      <Panel title={text('This installation')}>
        <Installation />
      </Panel>
    </Page>
  )
}

function Looks() {
  const text = useText()
  const { i18n } = useTranslation()
  const styles = useStyles()
  const theme = useTheme()
  const clock = useClockChoice()
  return (
    <>
      <Field label={text('Theme')}>
        <RadioGroup value={theme.choice} onChange={(_, { value }) => theme.choose(value as ThemeChoice)}>
          <Radio value="system" label={text('As the system')} />
          <Radio value="light" label={text('Light')} />
          <Radio value="dark" label={text('Dark')} />
        </RadioGroup>
      </Field>
      <Field label={text('Language')}>
        <Select
          className={styles.choice}
          value={i18n.language}
          onChange={(_, { value }) => void chooseLanguage(value as Language)}
        >
          {Object.entries(languages).map(([code, label]) => (
            <option key={code} value={code} lang={code}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={text('Times')} hint={text('Point at a time to see the other one.')}>
        <RadioGroup value={clock.choice} onChange={(_, { value }) => clock.choose(value === 'utc' ? 'utc' : 'local')}>
          <Radio value="local" label={text('My own: {{zone}}', { zone: ownZone() })} />
          <Radio value="utc" label="UTC" />
        </RadioGroup>
      </Field>
    </>
  )
}

function Installation() {
  const { settings, session } = useStudio()
  const text = useText()
  return (
    <>
      <Facts
        of={{
          [text('Signed in as')]: `${session.person.name} (${session.person.userName})`,
          [text('Object id')]: session.person.objectId,
          [text('API')]: settings.endpoint,
          [text('Issuer of sign-ins')]: settings.issuer,
          [text('Tenant')]: settings.tenantId,
        }}
      />
      <span>{text('Whoever runs it changes the rest there:')}</span>
      <CopyLine text="carrel up --help" />
    </>
  )
}

function ownZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone
}

const useStyles = makeStyles({ choice: { maxWidth: '20rem' } })
