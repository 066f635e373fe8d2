import { expect, test } from 'vitest'
import { formatSession, parseSession } from './session-file.ts'
import { plainWords } from './shell.ts'

const session = `# what this is
# and why
$ kubesim get pods
NAME   READY
# not a comment
! Warning: odd
? 1
$ echo a \\
>   b
a b
`

test('a session is read and written', () => {
  const steps = parseSession(session)
  expect(steps).toEqual([
    {
      comments: ['what this is', 'and why'],
      command: 'kubesim get pods',
      line: 3,
      stdout: ['NAME   READY', '# not a comment'],
      stderr: ['Warning: odd'],
      code: 1,
    },
    { comments: [], command: 'echo a \\\n  b', line: 8, stdout: ['a b'], stderr: [], code: 0 },
  ])
  expect(formatSession(steps)).toBe(session)
})

test.each<[string, string[] | undefined]>([
  ['kubesim get pods', ['kubesim', 'get', 'pods']],
  [`a 'b c'd "e \\"f\\" $" `, undefined],
  [`a 'b $c'd "e \\"f\\""`, ['a', 'b $cd', 'e "f"']],
  ['a \\\n  b', ['a', 'b']],
  ["a ''", ['a', '']],
  ['a | b', undefined],
  ['a > b', undefined],
  ['a *', undefined],
  ['a $(b)', undefined],
  ['a {b,c}', undefined],
  ["a '{.b}{.c}'", ['a', '{.b}{.c}']],
  ['a=b c', ['a=b', 'c']],
])('words of %j', (command, words) => expect(plainWords(command)).toEqual(words))
