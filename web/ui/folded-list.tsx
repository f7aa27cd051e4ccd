// The first of many things, each folded away under its title.

import { Accordion, AccordionHeader, AccordionItem, AccordionPanel } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { ShortList, type ShortListProps } from './short-list.tsx'

export interface FoldedListProps<T> extends Pick<ShortListProps<T>, 'of' | 'wordsOf'> {
  keyOf(each: T): string
  titleOf(each: T): ReactNode
  /** Draws one that is unfolded. */
  children(each: T): ReactNode
}

export function FoldedList<T>({ of, wordsOf, keyOf, titleOf, children }: FoldedListProps<T>) {
  return (
    <ShortList of={of} wordsOf={wordsOf}>
      {(shown) => (
        <Accordion collapsible multiple>
          {shown.map((each) => (
            <AccordionItem key={keyOf(each)} value={keyOf(each)}>
              <AccordionHeader>{titleOf(each)}</AccordionHeader>
              <AccordionPanel>{children(each)}</AccordionPanel>
            </AccordionItem>
          ))}
        </Accordion>
      )}
    </ShortList>
  )
}
