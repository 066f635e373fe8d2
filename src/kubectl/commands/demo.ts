import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { painter } from '../colours.ts'
import type { Command, CommandContext, Io } from '../command.ts'
import { FailedError } from '../command.ts'
import { packageFolder } from '../package-folder.ts'

/** Something to say, or a command line to run as if typed. */
type Step = { say: string } | { run: string }

const say = (text: string): Step => ({ say: text })
const run = (line: string): Step => ({ run: line })

/** The main job: what happens to Pods, addresses and names while an application lives. */
const STEPS: Step[] = [
  say('A Deployment of three Pods, and a Service in front of them.'),
  run('apply -f manifests/web.yaml'),
  run('rollout status deployment/web'),
  run('get pods -o wide'),
  run('get svc,endpointslices'),
  say('The Service answers by name, each time from one of its Pods.'),
  run('curl http://web'),
  run('curl http://web --repeat 30'),
  say('A new image: the Pods are replaced one by one. Their IPs change; the name and IP of the Service do not.'),
  run('set image deployment/web web=nginx:1.28'),
  run('rollout status deployment/web'),
  run('get pods -o wide'),
  run('get svc,endpointslices'),
  run('curl http://web'),
  say('More copies.'),
  run('scale deployment/web --replicas=5'),
  run('rollout status deployment/web'),
  run('get deployments,replicasets'),
  say('Back to the old image.'),
  run('rollout history deployment/web'),
  run('rollout undo deployment/web'),
  run('rollout status deployment/web'),
  run('rollout history deployment/web'),
  say('A Pod dies: the ReplicaSet makes another, and the Service follows.'),
  run('get pods'),
  run('delete pod POD'),
  run('clock settle'),
  run('get pods -o wide'),
  run('curl http://web --repeat 30'),
  say('Clean up.'),
  run('delete -f manifests/web.yaml'),
  run('clock settle'),
  run('get pods'),
]

async function play(ctx: CommandContext, io: Io): Promise<void> {
  const { run: runLine } = await import('../run.ts')
  const { openClient } = await import('../../client/open.ts')
  const paint = await painter(ctx.io)
  let output = ''
  const recorded: Io = {
    ...io,
    stdout: text => {
      output += text
      io.stdout(text)
    },
  }
  let pod = ''
  for (const step of STEPS) {
    if ('say' in step) {
      io.stdout(`\n${paint.cyan(`# ${step.say}`)}\n`)
      continue
    }
    const line = step.run.replace('POD', pod)
    io.stdout(`${paint.bold(`$ kubesim ${line}`)}\n`)
    output = ''
    const code = await runLine(line.split(' '), recorded, async (connection, { env, signal }) =>
      openClient({ ...connection, env, signal }),
    )
    if (code !== 0) throw new FailedError(`the demo stops here: "kubesim ${line}" ended with exit code ${code}`)
    pod = /^(web-\S+)/m.exec(output)?.[1] ?? pod
  }
}

export const demo: Command = {
  name: 'demo',
  group: 'Simulation Commands:',
  summary: 'Show a rollout from beginning to end on a cluster of its own',
  long: 'Show a rollout from beginning to end: each command as if typed, and what it really answers. The cluster is made for the demo, on a virtual clock, and thrown away; your own clusters are not touched.',
  complete: 'none',
  local: () => true,
  async run(ctx, args) {
    if (args.length > 0) throw new FailedError(`unexpected arguments: ${args.join(' ')}`)
    const folder = mkdtempSync(join(tmpdir(), 'kubesim-demo-'))
    try {
      const env = { ...ctx.io.env, KUBESIM_HOME: folder, KUBESIM_STATE: undefined, KUBESIM_CLOCK: 'virtual' }
      const { stdin, columns, tty, signal } = ctx.io
      await play(ctx, {
        stdout: ctx.io.stdout,
        stderr: ctx.io.stderr,
        stdin,
        columns,
        tty,
        signal,
        env,
        cwd: packageFolder('manifests/web.yaml'),
      })
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}
