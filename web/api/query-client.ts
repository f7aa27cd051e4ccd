import { QueryClient } from '@tanstack/react-query'
import { ApiError } from './api-error.ts'
import { SignInExpired } from './session.ts'

/** What the server refuses is not asked again, nor without a sign-in; what did not get there is, twice. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 2_000,
        retry: (count, error) => count < 2 && !isFinal(error),
      },
    },
  })
}

function isFinal(error: Error): boolean {
  return error instanceof SignInExpired || (error instanceof ApiError && error.status < 500)
}
