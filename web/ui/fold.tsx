import { AccordionHeader, AccordionItem, AccordionPanel, makeStyles, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'

/** Fields that few need, folded away in an accordion under their title. */
export function Fold(props: { readonly value: string; readonly title: string; readonly children: ReactNode }) {
  const styles = useStyles()
  return (
    <AccordionItem value={props.value}>
      <AccordionHeader as="h2">{props.title}</AccordionHeader>
      <AccordionPanel className={styles.fields}>{props.children}</AccordionPanel>
    </AccordionItem>
  )
}

const useStyles = makeStyles({
  fields: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingVerticalM,
    paddingBottom: tokens.spacingVerticalM,
    minWidth: 0,
  },
})
