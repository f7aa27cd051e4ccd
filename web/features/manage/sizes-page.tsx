// The sizes there are: what each gives here, and how many of its cores are still free.

import { SearchBox, Spinner } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { matches, type Size, sizesQuery } from '../../api/size-queries.ts'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { compareNames } from '../../ui/compare-names.ts'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { hourlyPrice } from '../../ui/hourly-price.ts'
import { Page } from '../../ui/page.tsx'

const route = getRouteApi('/w/$subscription/$group/$workspace/sizes')

export function SizesPage() {
  const { subscription } = route.useParams()
  const { arm } = useStudio()
  const text = useText()
  const { i18n } = useTranslation()
  const [find, setFind] = useState('')
  const [sort, setSort] = useState({ column: 'cores', isDown: false })
  const { data, error, isPending, refetch } = useQuery(sizesQuery(arm, subscription))
  const shown = data?.filter((size) => matches(size, find)) ?? []
  return (
    <Page title={text('Sizes')}>
      {error !== null && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {isPending && <Spinner label={text('Looking for sizes')} />}
      {data !== undefined && (
        <>
          <SearchBox
            placeholder={text('Find a size: a name, 4 cores, 16 GB, GPU')}
            aria-label={text('Find a size')}
            value={find}
            onChange={(_, { value }) => setFind(value)}
          />
          {shown.length === 0 && <p>{text('None of them matches.')}</p>}
          <DataTable
            label={text('Sizes')}
            rows={shown}
            columns={columnsOf(text, {
              language: i18n.language,
              isPriced: data.some(({ price }) => price !== undefined),
            })}
            keyOf={({ name }) => name}
            nameOf={({ name }) => name}
            sort={sort}
            onSort={(column) => setSort({ column, isDown: sort.column === column && !sort.isDown })}
          />
        </>
      )}
    </Page>
  )
}

function columnsOf(
  text: (sentence: string) => string,
  { language, isPriced }: { readonly language: string; readonly isPriced: boolean },
): readonly Column<Size>[] {
  return [
    { id: 'name', header: text('Name'), cell: ({ name }) => name, compare: (a, b) => compareNames(a.name, b.name) },
    { id: 'cores', header: text('Cores'), cell: ({ cores }) => cores, compare: by((size) => size.cores) },
    {
      id: 'memory',
      header: text('Memory'),
      cell: ({ memoryGB }) => `${memoryGB} GB`,
      compare: by((size) => size.memoryGB),
    },
    {
      id: 'gpus',
      header: text('GPUs'),
      isExtra: true,
      cell: ({ gpus }) => (gpus === 0 ? '–' : gpus),
      compare: by((size) => size.gpus),
    },
    {
      id: 'disk',
      header: text('Temporary disk'),
      isExtra: true,
      cell: ({ temporaryDiskGB }) => `${temporaryDiskGB} GB`,
      compare: by((size) => size.temporaryDiskGB),
    },
    {
      id: 'free',
      header: text('Quota left'),
      cell: ({ freeCores }) => (Number.isFinite(freeCores) ? freeCores : '–'),
      compare: by((size) => size.freeCores),
    },
    ...(isPriced ? [hourly(text, language)] : []),
    { id: 'family', header: text('Family'), isExtra: true, cell: ({ family }) => family },
    { id: 'note', header: text('On this host'), isExtra: true, cell: ({ cappedTo }) => cappedTo ?? text('All of it') },
  ]
}

/** Where the installation has rates. */
function hourly(text: (sentence: string) => string, language: string): Column<Size> {
  return {
    id: 'price',
    header: text('Per hour'),
    cell: ({ price }) => (price === undefined ? '–' : hourlyPrice(price, language)),
    compare: by(({ price }) => price?.perHour ?? -1),
  }
}

/** Those that are equal in it stand by memory. */
function by(value: (size: Size) => number): (a: Size, b: Size) => number {
  return (a, b) => value(a) - value(b) || a.memoryGB - b.memoryGB || compareNames(a.name, b.name)
}
