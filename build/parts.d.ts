interface Options {
  partOf(path: string): string | undefined
  near(part: string): boolean
  isCalled(node: { start: number; end: number }): boolean
  isRun(at: number): boolean
}

export function takeApart(
  linked: { code: string; paths: Set<string> },
  options: Options,
): { core(file?: string): string; rest: string }
