import type { Range } from './classes.ts'
import { type Assertion, type Node, PatternError, parsePattern } from './syntax.ts'

/**
 * Regular expressions as Go has them: the same syntax, the leftmost match that Perl would find, and time that grows with
 * the text times the pattern, whatever they are. All ways through the pattern are walked at once (Pike's machine).
 */
export interface Regexp {
  test(text: string): boolean
  /** The first match from an index on. */
  find(text: string, from?: number): { start: number; end: number } | undefined
  /** How many steps one character may take. */
  size: number
}

type Instruction =
  | { is: 'set'; ranges: readonly Range[]; next: number }
  | { is: 'assert'; what: Assertion; next: number }
  /** `next` is preferred. */
  | { is: 'split'; next: number; other: number }
  | { is: 'match' }

/** Go refuses programs that are larger than this allows. */
const LARGEST = 100_000

/** Throws PatternError. */
export function compileRegexp(pattern: string): Regexp {
  const program: Instruction[] = [{ is: 'match' }]
  const emit = (instruction: Instruction): number => {
    if (program.length > LARGEST) throw new PatternError('expression too large', pattern)
    return program.push(instruction) - 1
  }
  const start = assemble(parsePattern(pattern), 0, emit, program)
  return {
    size: program.length,
    test: text => run(program, start, text, 0, true) !== undefined,
    find: (text, from = 0) => run(program, start, text, from, false),
  }
}

/** Writes the program back to front: `next` is where it goes on. Answers where it begins. */
function assemble(node: Node, next: number, emit: (i: Instruction) => number, program: Instruction[]): number {
  switch (node.is) {
    case 'empty':
      return next
    case 'set':
      return emit({ is: 'set', ranges: node.ranges, next })
    case 'assert':
      return emit({ is: 'assert', what: node.what, next })
    case 'concat':
      return node.nodes.reduceRight((after, part) => assemble(part, after, emit, program), next)
    case 'alternate': {
      const starts = node.nodes.map(part => assemble(part, next, emit, program))
      return starts.reduceRight((other, start) => emit({ is: 'split', next: start, other }))
    }
    case 'repeat': {
      const { node: part, least, most, lazy } = node
      const fork = (inside: number, after: number): Instruction =>
        lazy ? { is: 'split', next: after, other: inside } : { is: 'split', next: inside, other: after }
      let at = next
      if (most === Infinity) {
        const loop = emit({ is: 'split', next: 0, other: 0 })
        const inside = assemble(part, loop, emit, program)
        program[loop] = fork(inside, next)
        at = loop
      } else for (let i = least; i < most; i++) at = emit(fork(assemble(part, at, emit, program), next))
      for (let i = 0; i < least; i++) at = assemble(part, at, emit, program)
      return at
    }
  }
}

interface Threads {
  /** In order of preference: where in the program, and where the match began. */
  places: number[]
  starts: number[]
}

function run(
  program: readonly Instruction[],
  start: number,
  text: string,
  from: number,
  any: boolean,
): { start: number; end: number } | undefined {
  const seen = new Uint32Array(program.length)
  let round = 0
  let current: Threads = { places: [], starts: [] }
  let found: { start: number; end: number } | undefined
  for (let i = from; ; ) {
    if (!found) {
      round++
      for (const place of current.places) seen[place] = round
      follow(program, start, i, i, text, current, seen, round)
    }
    const code = i < text.length ? text.codePointAt(i)! : -1
    const after = i + (code > 0xffff ? 2 : 1)
    const following: Threads = { places: [], starts: [] }
    round++
    for (let t = 0; t < current.places.length; t++) {
      const instruction = program[current.places[t]!]!
      if (instruction.is === 'match') {
        found = { start: current.starts[t]!, end: i }
        if (any) return found
        // Whoever comes later is less preferred.
        break
      }
      if (instruction.is === 'set' && code >= 0 && includes(instruction.ranges, code)) {
        follow(program, instruction.next, current.starts[t]!, after, text, following, seen, round)
      }
    }
    if (code < 0 || (found && following.places.length === 0)) return found
    current = following
    i = after
  }
}

/** Adds where one gets to from a place without reading, each place once. */
function follow(
  program: readonly Instruction[],
  place: number,
  start: number,
  at: number,
  text: string,
  threads: Threads,
  seen: Uint32Array,
  round: number,
): void {
  const stack = [place]
  while (stack.length > 0) {
    const next = stack.pop()!
    if (seen[next] === round) continue
    seen[next] = round
    const instruction = program[next]!
    if (instruction.is === 'split') stack.push(instruction.other, instruction.next)
    else if (instruction.is === 'assert') {
      if (holds(instruction.what, text, at)) stack.push(instruction.next)
    } else {
      threads.places.push(next)
      threads.starts.push(start)
    }
  }
}

function includes(ranges: readonly Range[], code: number): boolean {
  for (const [low, high] of ranges) if (code >= low && code <= high) return true
  return false
}

function holds(what: Assertion, text: string, at: number): boolean {
  switch (what) {
    case 'text-start':
      return at === 0
    case 'text-end':
      return at === text.length
    case 'line-start':
      return at === 0 || text[at - 1] === '\n'
    case 'line-end':
      return at === text.length || text[at] === '\n'
    default: {
      const border = isWord(text, at - 1) !== isWord(text, at)
      return border === (what === 'word')
    }
  }
}

const isWord = (text: string, at: number): boolean => /\w/.test(text[at] ?? '')
