import type { Command } from 'commander'
import {
  createFileServer,
  deleteFileServers,
  listFileServers,
  showFileServer,
} from '../file-server/file-server-commands.ts'
import { apiCommand } from '../frame/api-command.ts'

export function fileServerCommands(program: Command): void {
  const server = program.command('file-server').description('Folders that nodes of clusters and jobs have in common')
  for (const declaration of [createFileServer, listFileServers, showFileServer, deleteFileServers])
    apiCommand(server, declaration)
}
