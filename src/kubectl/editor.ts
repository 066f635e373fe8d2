import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { goJson } from '../lib/go-json.ts'
import { toYaml } from '../lib/yaml.ts'
import type { CommandContext } from './command.ts'
import { FailedError } from './command.ts'
import { documents } from './manifests/documents.ts'

/** Lets the user change objects in an editor, again and again until what is saved is valid or nothing more changes. */

export interface Editing {
  /** What the file shows: one object, or several as a List. */
  objects: any[]
  format: 'yaml' | 'json'
  /** `configmaps "red"`: named when the file cannot be read. */
  subject: string
  /** Sends what was edited; resolves to what was not valid, which the user then sees at the top of the file. */
  save(edited: any[]): Promise<Invalid[]>
}

export interface Invalid {
  subject: string
  causes: string[]
}

export async function editObjects(ctx: CommandContext, { objects, format, subject, save }: Editing): Promise<void> {
  const original = render(objects, format)
  const file = join(mkdtempSync(join(tmpdir(), 'kubesim-')), `kubectl-edit-${process.pid}.${format}`)
  let reasons: Invalid[] = []
  let before: string | undefined
  let text = original
  for (;;) {
    // Others may go on with the cluster while the editor is open.
    await ctx.client.commit()
    writeFileSync(file, header(reasons) + text, { mode: 0o600 })
    launch(ctx, file)
    text = withoutComments(readFileSync(file, 'utf8'))
    const content = await meaning(text)
    if (content === (await meaning(original))) {
      discard(file)
      ctx.complain('Edit cancelled, no changes made.')
      return
    }
    if (content === before) throw preserved(ctx, file, new FailedError('Edit cancelled, no valid changes were saved.'))
    before = content
    const edited = await read(text)
    if (edited instanceof Error) {
      ctx.complain(`error: ${subject} is invalid`)
      reasons = [{ subject, causes: [edited.message] }]
      continue
    }
    try {
      reasons = await save(edited)
    } catch (error) {
      throw preserved(ctx, file, error)
    }
    if (reasons.length > 0) continue
    discard(file)
    return
  }
}

function render(objects: any[], format: 'yaml' | 'json'): string {
  const value = objects.length === 1 ? objects[0] : { apiVersion: 'v1', kind: 'List', metadata: {}, items: objects }
  return format === 'yaml' ? toYaml(value) : `${JSON.stringify(JSON.parse(goJson(value)), null, 4)}\n`
}

function header(reasons: Invalid[]): string {
  const lines = [
    "# Please edit the object below. Lines beginning with a '#' will be ignored,",
    '# and an empty file will abort the edit. If an error occurs while saving this file will be',
    '# reopened with the relevant failures.',
    '#',
  ]
  for (const { subject, causes } of reasons) {
    lines.push(`# ${subject} was not valid:`)
    for (const cause of causes) lines.push(`# * ${cause.replaceAll('\n', '\n# ')}`)
    lines.push('#')
  }
  return `${lines.join('\n')}\n`
}

/** Runs $KUBE_EDITOR, $EDITOR or vi on the file. Throws FailedError. */
function launch({ io }: CommandContext, file: string): void {
  const editor = io.env['KUBE_EDITOR'] || io.env['EDITOR'] || (process.platform === 'win32' ? 'notepad' : 'vi')
  const { status, stdout, stderr, error } = spawnSync(`${editor} ${JSON.stringify(file)}`, {
    shell: true,
    cwd: io.cwd,
    env: io.env,
    stdio: io.tty ? 'inherit' : ['inherit', 'pipe', 'pipe'],
    encoding: 'utf8',
  })
  if (stdout) io.stdout(stdout)
  if (stderr) io.stderr(stderr)
  if (!error && status === 0) return
  discard(file)
  throw new FailedError(`there was a problem with the editor ${JSON.stringify(editor)}`)
}

const withoutComments = (text: string): string =>
  text
    .split('\n')
    .filter(line => !line.trimStart().startsWith('#'))
    .join('\n')

/** The text as JSON, so that its layout does not count; as it is when it cannot be read. */
async function meaning(text: string): Promise<string> {
  const objects = await read(text)
  return objects instanceof Error ? text : goJson(objects)
}

/** The objects of a text (a List's one by one), or why it has none. */
async function read(text: string): Promise<any[] | Error> {
  const objects: any[] = []
  try {
    for await (const document of documents(text)) {
      if (typeof document !== 'object' || document === null) return new SyntaxError('invalid object to validate')
      const { items } = document as { items?: unknown }
      objects.push(...(Array.isArray(items) ? items : [document]))
    }
  } catch (error) {
    if (error instanceof SyntaxError) return error
    throw error
  }
  return objects.length > 0 ? objects : new SyntaxError('invalid object to validate')
}

/** The error, after telling where the user's work lies. */
function preserved(ctx: CommandContext, file: string, error: unknown): unknown {
  ctx.complain(`A copy of your changes has been stored to ${JSON.stringify(file)}`)
  return error
}

const discard = (file: string): void => rmSync(dirname(file), { recursive: true, force: true })
