import { installClient } from '../python/install-client.ts'

/** Answers the environment's Python; `-m azure.cli` is the client. The first time takes minutes. */
export function installAz(python: string): Promise<string> {
  return installClient('az', python)
}
