import { kindDefinition } from '../api/schema/schema.ts'
import { goJsonPretty } from '../lib/go-json.ts'
import type { CommandContext, Flags } from './command.ts'
import type { DryRun } from './dry-run.ts'
import { dryRunSuffix } from './dry-run.ts'
import type { Printer } from './printers/index.ts'

/**
 * Prints what became of each object: `pod/web created (dry run)`, or the object itself in the format of -o. Make it
 * before the first change, so that a wrong format is refused in time.
 */
export class Results {
  private readonly ctx: CommandContext
  private readonly suffix: string
  private readonly printer: Printer | undefined
  private readonly json: boolean

  private constructor(ctx: CommandContext, suffix: string, printer: Printer | undefined, json: boolean) {
    this.ctx = ctx
    this.suffix = suffix
    this.printer = printer
    this.json = json
  }

  static async open(ctx: CommandContext, flags: Flags, dryRun: DryRun): Promise<Results> {
    const asked = Boolean(flags['output'] || flags['template'])
    const printer = asked ? await (await import('./printers/index.ts')).printerFor(ctx.io, flags) : undefined
    return new Results(ctx, dryRunSuffix(dryRun), printer, flags['output']?.toLowerCase() === 'json')
  }

  /** Whether -o asks for more than lines that tell what happened. */
  get wholeObjects(): boolean {
    return this.printer !== undefined
  }

  print(object: any, operation: string): void {
    if (this.printer) this.ctx.io.stdout(this.printer(object))
    else this.ctx.print(`${nameOf(object)} ${operation}${this.suffix}`)
  }

  /** Like print, for an object that the client built: JSON then has Go's order of fields. */
  async printBuilt(object: any, operation: string): Promise<void> {
    if (!this.printer) {
      this.print(object, operation)
      return
    }
    const { encode } = await import('../api/schema/encode.ts')
    const [version, group] = object.apiVersion.split('/').reverse() as [string, string?]
    const definition = kindDefinition(group ?? '', version, object.kind)
    const built = definition ? encode(definition.name, object) : object
    this.ctx.io.stdout(this.json ? `${goJsonPretty(built, false)}\n` : this.printer(built))
  }
}

/** `deployment.apps/web` */
export function nameOf({ apiVersion, kind, metadata }: any): string {
  const slash = apiVersion.indexOf('/')
  const group = slash < 0 ? '' : `.${apiVersion.slice(0, slash)}`
  return `${kind.toLowerCase()}${group}/${metadata.name}`
}
