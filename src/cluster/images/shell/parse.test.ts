import { describe, expect, it } from 'vitest'
import { parseShell } from './parse.ts'

describe('shell syntax', () => {
  it.each([
    ['sleep 5', ['simple']],
    ['a; b\nc # comment', ['simple', 'simple', 'simple']],
    ['if a; then b; elif c; then d; else e; fi', ['if']],
    ['while true; do echo hi; sleep 1; done', ['loop']],
    ['until nslookup web; do sleep 2; done; echo ok', ['loop', 'simple']],
    ['for i in 1 2 $(seq 3); do\n echo "$i"\ndone', ['for']],
    ['case "$1" in a|b) echo x ;; *) echo y;; esac', ['case']],
    ['(cd /tmp; ls) > /dev/null 2>&1', ['group']],
    ['{ a; b; }', ['group']],
    ['greet() { echo hi; }; greet', ['function', 'simple']],
    ['cat <<EOF > /x\nhello $NAME\nEOF\necho after', ['simple', 'simple']],
    ['echo "a $(echo "b c") ${X:-d e} $((1 + (2 * 3)))"', ['simple']],
    ['echo `date`', ['simple']],
    ['while sleep 0.01; do wget -q -O- http://web; done', ['loop']],
    ['[ "$a" = b ] && echo yes || echo no', ['simple']],
    ['echo a#b', ['simple']],
    ['server & wait', ['simple', 'simple']],
  ])('%s', (text, kinds) => {
    expect(parseShell(text).map(chain => chain.first.commands[0]!.kind)).toEqual(kinds)
  })

  it('reads a here-document with its variables', () => {
    const [chain] = parseShell('cat <<EOF\nhello $NAME\nEOF\n')
    expect(chain!.first.commands[0]!.redirects[0]!.target).toEqual([
      { kind: 'text', text: 'hello ', quoted: true },
      { kind: 'variable', name: 'NAME', quoted: true },
      { kind: 'text', text: '\n', quoted: true },
    ])
  })

  it.each(['if true; then', 'echo "open', "echo 'open", 'while true; done', ')', 'a &&', 'case x in a echo'])(
    'refuses %j',
    text => {
      expect(() => parseShell(text)).toThrow(/syntax error/)
    },
  )
})
