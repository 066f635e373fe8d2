import { expect, test } from 'vitest'
import { wordsOf } from './words.ts'

test.each([
  ['kubesim rollout restart deployment/web', ['rollout', 'restart', 'deployment/web']],
  ['kubectl scale deploy web --replicas=0', ['scale', 'deploy', 'web', '--replicas=0']],
  [`patch svc web -p '{"spec":{"type":"NodePort"}}'`, ['patch', 'svc', 'web', '-p', '{"spec":{"type":"NodePort"}}']],
  ['annotate pod x note="two words"', ['annotate', 'pod', 'x', 'note=two words']],
])('%s', (line, words) => expect(wordsOf(line)).toEqual(words))

test.each([['get pods | head'], ['kubesim'], ['delete pod x; delete pod y']])('%s is refused', line =>
  expect(() => wordsOf(line)).toThrow('--during'),
)
