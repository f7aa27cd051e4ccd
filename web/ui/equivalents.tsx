// The same from elsewhere, as lines to copy: one way at a time.

import { makeStyles, ToggleButton, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import { useText } from '../i18n/use-text.ts'
import { CopyLine } from './copy-line.tsx'

const ways = ['carrel', 'az', 'template'] as const
export type Way = (typeof ways)[number]
const wayWords: Readonly<Record<Way, string>> = { carrel: 'carrel', az: 'az', template: 'Template' }

export function Equivalents({ lines }: { readonly lines: Readonly<Record<Way, () => string>> }) {
  const text = useText()
  const styles = useStyles()
  const [way, setWay] = useState<Way>('carrel')
  return (
    <section className={styles.ways} aria-label={text('The same from elsewhere')}>
      <div className={styles.choice}>
        {ways.map((each) => (
          <ToggleButton key={each} size="small" checked={each === way} onClick={() => setWay(each)}>
            {text(wayWords[each])}
          </ToggleButton>
        ))}
      </div>
      <CopyLine text={lines[way]()} label={text(wayWords[way])} />
    </section>
  )
}

const useStyles = makeStyles({
  ways: { display: 'grid', gap: tokens.spacingVerticalS, minWidth: 0 },
  choice: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS },
})
