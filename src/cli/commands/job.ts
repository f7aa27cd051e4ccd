import type { Command } from 'commander'
import { apiCommand } from '../frame/api-command.ts'
import { cancelJob, deleteJobs, jobFiles, listJobs, showJob, streamJob } from '../job/job-commands.ts'
import { submitJob } from '../job/submit-job.ts'

export function jobCommands(program: Command): void {
  const job = program.command('job').description('Command lines that run on clusters when there are nodes for them')
  for (const declaration of [submitJob, listJobs, showJob, streamJob, jobFiles, cancelJob, deleteJobs])
    apiCommand(job, declaration)
}
