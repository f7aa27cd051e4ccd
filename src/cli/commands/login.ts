// Signing in and out, and the sign-ins that are kept.

import type { Command } from 'commander'
import { apiCommand } from '../frame/api-command.ts'
import { listAccounts, setAccount, showAccount } from '../login/account.ts'
import { login } from '../login/login.ts'
import { logout } from '../login/logout.ts'

export function loginCommands(program: Command): void {
  apiCommand(program, login)
  apiCommand(program, logout)
  const account = program.command('account').description('Kept sign-ins: which there are and which is used')
  for (const declaration of [showAccount, listAccounts, setAccount]) apiCommand(account, declaration)
}
