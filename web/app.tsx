// What surrounds every page: theme, language, server state, addresses.

import { createDOMRenderer, FluentProvider, RendererProvider, Toaster } from '@fluentui/react-components'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useState } from 'react'
import { createQueryClient } from './api/query-client.ts'
import { type Studio, StudioContext } from './api/use-studio.ts'
import { createStudioRouter } from './routes.tsx'
import { darkTheme, lightTheme } from './ui/theme.ts'
import { useTheme } from './ui/use-theme.ts'
import { toasterId } from './ui/use-toasts.tsx'

/** The server lets in only styles that carry this answer's nonce. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
const renderer = createDOMRenderer(document, { styleElementAttributes: { nonce } })

export function App({ studio }: { readonly studio: Studio }) {
  const [queryClient] = useState(createQueryClient)
  const [router] = useState(() => createStudioRouter({ studio, queryClient }))
  const { isDark } = useTheme()
  return (
    <RendererProvider renderer={renderer} targetDocument={document}>
      <FluentProvider theme={isDark ? darkTheme : lightTheme}>
        <StudioContext value={studio}>
          <QueryClientProvider client={queryClient}>
            <RouterProvider router={router} />
            <Toaster toasterId={toasterId} position="bottom-end" />
          </QueryClientProvider>
        </StudioContext>
      </FluentProvider>
    </RendererProvider>
  )
}
