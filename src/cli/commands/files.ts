// `files`: what a workspace's instances share, from anywhere.

import type { Command } from 'commander'
import { catFile } from '../files/cat.ts'
import { makeFolder, moveFile, removeFiles } from '../files/change.ts'
import { getFiles } from '../files/get.ts'
import { listFiles } from '../files/list.ts'
import { putFiles } from '../files/put.ts'
import { zipFiles } from '../files/zip.ts'
import { apiCommand } from '../frame/api-command.ts'

export function fileCommands(program: Command): void {
  const files = program.command('files').description('Files of a workspace, which all its instances see')
  for (const declaration of [listFiles, catFile, putFiles, getFiles, moveFile, removeFiles, makeFolder, zipFiles])
    apiCommand(files, declaration)
}
