import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { CheckmarkRegular, CopyRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useText } from '../i18n/use-text.ts'

const shownMs = 2_000

/** A line to take along: a command, an address. Several lines keep their breaks. */
export function CopyLine({ text: line, label }: { readonly text: string; readonly label?: string }) {
  const text = useText()
  const styles = useStyles()
  const [isCopied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(line)
    setCopied(true)
    setTimeout(() => setCopied(false), shownMs)
  }
  return (
    <div className={styles.line}>
      <code className={styles.code}>{line}</code>
      <Button
        size="small"
        appearance="subtle"
        icon={isCopied ? <CheckmarkRegular /> : <CopyRegular />}
        aria-label={isCopied ? text('Copied') : `${text('Copy')} ${label ?? line}`}
        onClick={() => void copy()}
      />
    </div>
  )
}

const useStyles = makeStyles({
  line: {
    display: 'flex',
    alignItems: 'start',
    gap: tokens.spacingHorizontalS,
    maxWidth: '100%',
    boxSizing: 'border-box',
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  code: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    flexGrow: 1,
  },
})
