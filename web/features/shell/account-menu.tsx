import {
  Avatar,
  Button,
  Menu,
  MenuDivider,
  MenuGroup,
  MenuGroupHeader,
  MenuItem,
  MenuItemLink,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
} from '@fluentui/react-components'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useStudio } from '../../api/use-studio.ts'
import { chooseLanguage, type Language, languages } from '../../i18n/start-language.ts'
import { useText } from '../../i18n/use-text.ts'
import { pages } from '../../paths.ts'
import { useClockChoice } from '../../ui/use-clock-choice.ts'
import { type ThemeChoice, useTheme } from '../../ui/use-theme.ts'

/** Who is signed in, how they like it, and the way out. */
export function AccountMenu() {
  const { session, settings } = useStudio()
  const { name, userName } = session.person
  const text = useText()
  const styles = useStyles()
  const clock = useClockChoice()
  const { choice, choose } = useTheme()
  const { i18n } = useTranslation()
  const navigate = useNavigate()
  return (
    <Menu
      checkedValues={{ theme: [choice], language: [i18n.language], times: [clock.choice] }}
      onCheckedValueChange={(_, { name: kind, checkedItems: [value] }) => {
        if (kind === 'theme') choose(value as ThemeChoice)
        else if (kind === 'times') clock.choose(value === 'utc' ? 'utc' : 'local')
        else void chooseLanguage(value as Language)
      }}
    >
      <MenuTrigger disableButtonEnhancement>
        <Button appearance="transparent" className={styles.button} aria-label={text('Account of {{name}}', { name })}>
          <Avatar name={name} size={28} color="brand" aria-hidden="true" />
        </Button>
      </MenuTrigger>
      <MenuPopover className={styles.menu}>
        <MenuList>
          <MenuGroup>
            <MenuGroupHeader>{`${name} (${userName})`}</MenuGroupHeader>
            <MenuItem onClick={() => void navigate({ to: pages.settings() })}>{text('Settings')}</MenuItem>
            <MenuItemLink href="/account">{text('Password and sign-ins')}</MenuItemLink>
            <MenuItemLink href={`/${settings.tenantId}/oauth2/v2.0/logout?ui_locales=${i18n.language}`}>
              {text('Sign out')}
            </MenuItemLink>
          </MenuGroup>
          <MenuDivider />
          <MenuGroup>
            <MenuGroupHeader>{text('Theme')}</MenuGroupHeader>
            <MenuItemRadio name="theme" value="system">
              {text('As the system')}
            </MenuItemRadio>
            <MenuItemRadio name="theme" value="light">
              {text('Light')}
            </MenuItemRadio>
            <MenuItemRadio name="theme" value="dark">
              {text('Dark')}
            </MenuItemRadio>
          </MenuGroup>
          <MenuDivider />
          <MenuGroup>
            <MenuGroupHeader>{text('Times')}</MenuGroupHeader>
            <MenuItemRadio name="times" value="local">
              {text('My own')}
            </MenuItemRadio>
            <MenuItemRadio name="times" value="utc">
              UTC
            </MenuItemRadio>
          </MenuGroup>
          <MenuDivider />
          <MenuGroup>
            <MenuGroupHeader>{text('Language')}</MenuGroupHeader>
            {Object.entries(languages).map(([code, label]) => (
              <MenuItemRadio key={code} name="language" value={code} lang={code}>
                {label}
              </MenuItemRadio>
            ))}
          </MenuGroup>
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}

const useStyles = makeStyles({
  button: { flexShrink: 0, minWidth: 0, paddingLeft: 0, paddingRight: 0 },
  menu: { maxWidth: 'calc(100vw - 2rem)', overflowWrap: 'anywhere' },
})
