// Jobs per second, from the first submission until the end of the last is recorded: on a cluster with a node for each core
// of this machine, through API, gateway and Docker, beside Slurm with as many cores in the same run. Then how soon a cluster
// of no nodes begins to grow for a job, and what queued jobs and nodes cost the server. The last line is `ratio R`, ours by
// Slurm's as it comes.
//
//   npm run bench:jobs [-- JOBS]

import { availableParallelism } from 'node:os'
import { type JobsPlace, openJobsPlace, until } from './jobs-place.ts'
import { startSlurm } from './slurm.ts'

const count = Number(process.argv[2] ?? 400)
const nodes = availableParallelism()
const submitters = 4
const reactions = 5
/** Fewer: three seconds for each handful of jobs is what it takes as it comes. */
const slurmCount = Math.min(count, 60)

const say = (line: string) => process.stderr.write(`${line}\n`)
const manual = (targetNodeCount: number) => ({ manual: { targetNodeCount } })

const slurm = await bySlurm('as it comes', undefined)
const tuned = await bySlurm('told not to wait', 'batch_sched_delay=0,sched_min_interval=0,defer_batch')
const ours = await byCarrel()
console.log(`${count} jobs that end at once, on ${nodes} nodes of one core, ${submitters} submitting`)
line('jobs/s, submitted to end recorded', ours.jobsPerSecond)
if (slurm !== undefined) line('jobs/s of Slurm, as it comes', slurm)
if (tuned !== undefined) line('jobs/s of Slurm, told not to wait', tuned)
line(`ms from a job to nodes under way, median of ${reactions}`, ours.reactionMs)
line('MiB of the server per 1,000 queued jobs', ours.perThousandJobs / 2 ** 20)
line('MiB of the server per node', ours.perNode / 2 ** 20)
if (tuned !== undefined) console.log(`ratio to Slurm told not to wait ${(ours.jobsPerSecond / tuned).toFixed(2)}`)
if (slurm !== undefined) console.log(`ratio ${(ours.jobsPerSecond / slurm).toFixed(2)}`)

async function bySlurm(name: string, parameters: string | undefined): Promise<number | undefined> {
  say(`Slurm, ${name}`)
  try {
    await using started = await startSlurm(parameters)
    return await started.jobsPerSecond(slurmCount)
  } catch (error) {
    console.log(`without Slurm, ${name}: ${error instanceof Error ? error.message : String(error)}`)
    return undefined
  }
}

async function byCarrel() {
  say('an installation for the bench')
  await using place = await openJobsPlace()
  await place.scale(manual(1), 1)
  const withOne = await place.serverBytes()
  await place.scale(manual(nodes), nodes)
  const perNode = ((await place.serverBytes()) - withOne) / Math.max(1, nodes - 1)
  await submitAll(place, 'warm', nodes * 4)
  say(`${count} jobs`)
  const jobsPerSecond = await submitAll(place, 'job', count)
  return { perNode, jobsPerSecond, reactionMs: await reaction(place), perThousandJobs: await queued(place) }
}

async function submitAll(place: JobsPlace, prefix: string, jobs: number): Promise<number> {
  const startedAt = Date.now()
  await submitted(place, prefix, jobs)
  const names = Array.from({ length: jobs }, (_, index) => `${prefix}-${index}`)
  let lastAt = startedAt
  // From the last, which is as a rule the last to end: few questions while the others run.
  for (const name of names.reverse()) {
    await until(async () => {
      const at = await place.overAt(name)
      lastAt = Math.max(lastAt, at ?? 0)
      return at !== undefined
    }, 50)
  }
  return (jobs * 1000) / (lastAt - startedAt)
}

async function submitted(place: JobsPlace, prefix: string, jobs: number): Promise<void> {
  let next = 0
  const submitOnAndOn = async () => {
    for (let index = next++; index < jobs; index = next++) await place.submit(`${prefix}-${index}`)
  }
  await Promise.all(Array.from({ length: submitters }, submitOnAndOn))
}

/** From sending the job to the first answer that says that nodes are on their way. */
async function reaction(place: JobsPlace): Promise<number> {
  const took: number[] = []
  for (let index = 0; index < reactions; index++) {
    await place.scale(manual(0), 0)
    await place.scale({ autoScale: { minimumNodeCount: 0, maximumNodeCount: 1 } }, 0)
    const start = performance.now()
    await place.submit(`first-${index}`)
    await until(async () => (await place.cluster()).allocationState === 'resizing', 5)
    took.push(performance.now() - start)
    await until(async () => (await place.overAt(`first-${index}`)) !== undefined)
  }
  return took.toSorted((a, b) => a - b)[Math.floor(took.length / 2)] ?? Number.NaN
}

async function queued(place: JobsPlace): Promise<number> {
  await place.scale(manual(0), 0)
  const before = await place.serverBytes()
  await submitted(place, 'waiting', 1_000)
  return (await place.serverBytes()) - before
}

function line(label: string, value: number): void {
  console.log(`${label.padEnd(44)} ${value.toFixed(1)}`)
}
