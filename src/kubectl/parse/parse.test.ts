import { describe, expect, it } from 'vitest'
import type { Flag } from '../command.ts'
import { parse } from './parse.ts'

const flags: Flag[] = [
  { name: 'all-namespaces', short: 'A', type: 'bool', default: false, help: '' },
  { name: 'watch', short: 'w', type: 'bool', default: false, help: '' },
  { name: 'no-headers', type: 'bool', default: false, help: '' },
  { name: 'output', short: 'o', type: 'string', help: '' },
  { name: 'namespace', short: 'n', type: 'string', help: '' },
  { name: 'cascade', type: 'string', default: 'background', implied: 'background', help: '' },
  { name: 'label-columns', short: 'L', type: 'strings', help: '' },
  { name: 'env', short: 'e', type: 'array', help: '' },
  { name: 'replicas', type: 'int', help: '' },
  { name: 'timeout', type: 'duration', default: 0, help: '' },
]
const defaults = {
  'all-namespaces': false,
  watch: false,
  'no-headers': false,
  cascade: 'background',
  'label-columns': [],
  env: [],
  timeout: 0,
}

describe('parse', () => {
  it.each<[string, string[], object]>([
    ['pods', ['pods'], {}],
    ['-o json pods', ['pods'], { output: 'json' }],
    ['pods -ojson', ['pods'], { output: 'json' }],
    ['pods -o=json', ['pods'], { output: 'json' }],
    ['pods --output=a=b', ['pods'], { output: 'a=b' }],
    ['pods --output wide x', ['pods', 'x'], { output: 'wide' }],
    ['-Aw pods', ['pods'], { 'all-namespaces': true, watch: true }],
    ['-Awojson pods', ['pods'], { 'all-namespaces': true, watch: true, output: 'json' }],
    ['--watch=false pods', ['pods'], { watch: false }],
    ['--watch pods', ['pods'], { watch: true }],
    ['--all_namespaces', [], { 'all-namespaces': true }],
    ['--no-headers', [], { 'no-headers': true }],
    ['--cascade pod x', ['pod', 'x'], {}],
    ['--cascade=orphan', [], { cascade: 'orphan' }],
    ['-L a,b -L c', [], { 'label-columns': ['a', 'b', 'c'] }],
    ['-e A=1,2 -eB=3', [], { env: ['A=1,2', 'B=3'] }],
    ['--replicas=-3 --timeout 1m30s', [], { replicas: -3, timeout: 90_000 }],
    ['-o -', [], { output: '-' }],
    ['pod x -- ls -la --', ['pod', 'x', 'ls', '-la', '--'], { '--': 2 }],
    ['-- -n', ['-n'], { '--': 0 }],
    ['-o --watch x', ['x'], { output: '--watch' }],
  ])('%s', async (line, args, values) => {
    expect(await parse(line.split(' '), flags, 'kubesim get')).toEqual({ args, flags: { ...defaults, ...values } })
  })

  it.each([
    ['pods --colour', 'unknown flag: --colour'],
    ['pods --colour=red x', 'unknown flag: --colour'],
    ['-z', "unknown shorthand flag: 'z' in -z"],
    ['-Az', "unknown shorthand flag: 'z' in -z"],
    ['-bad=1', "unknown shorthand flag: 'b' in -bad=1"],
    ['-n', "flag needs an argument: 'n' in -n"],
    ['-An', "flag needs an argument: 'n' in -n"],
    ['--output', 'flag needs an argument: --output'],
    ['---x', 'bad flag syntax: ---x'],
    [
      '--all-namespaces=maybe',
      'invalid argument "maybe" for "-A, --all-namespaces" flag: strconv.ParseBool: parsing "maybe": invalid syntax',
    ],
    [
      '--replicas=many',
      'invalid argument "many" for "--replicas" flag: strconv.ParseInt: parsing "many": invalid syntax',
    ],
    ['--timeout=5', 'invalid argument "5" for "--timeout" flag: time: missing unit in duration "5"'],
    ['--timeout=soon', 'invalid argument "soon" for "--timeout" flag: time: invalid duration "soon"'],
    [
      '--timeout=5parsecs',
      'invalid argument "5parsecs" for "--timeout" flag: time: unknown unit "parsecs" in duration "5parsecs"',
    ],
  ])('%s is refused', async (line, message) => {
    await expect(parse(line.split(' '), flags, 'kubesim get')).rejects.toThrow(
      expect.objectContaining({ message, hint: "See 'kubesim get --help' for usage." }),
    )
  })
})
