import { describe, expect, it } from 'vitest'
import { goTemplate } from './index.ts'

const data = {
  kind: 'List',
  items: [
    {
      metadata: { name: 'a', labels: { app: 'web', tier: 'front' } },
      spec: { containers: [1, 2], replicas: 3, on: true },
    },
    { metadata: { name: 'b' }, spec: { containers: [], replicas: 0, on: false } },
  ],
  data: { password: 'c2VjcmV0' },
}
const run = (template: string, allowMissing = true) => goTemplate(template, allowMissing)(data)

describe('goTemplate', () => {
  it.each([
    ['plain', 'plain'],
    ['{{.kind}}!', 'List!'],
    ['{{range .items}}{{.metadata.name}} {{len .spec.containers}}{{"\\n"}}{{end}}', 'a 2\nb 0\n'],
    ['{{range $i, $x := .items}}{{$i}}={{$x.metadata.name}} {{end}}', '0=a 1=b '],
    ['{{range $k, $v := (index .items 0).metadata.labels}}{{$k}}:{{$v}};{{end}}', 'app:web;tier:front;'],
    ['{{range .nothing}}x{{else}}empty{{end}}', 'empty'],
    ['{{.nothing}} {{(index .items 0).metadata.labels}}', '<no value> map[app:web tier:front]'],
    ['{{index .data "password" | base64decode}}', 'secret'],
    ['{{.data.password | base64decode | printf "%q"}}', '"secret"'],
    ['{{with .data}}{{.password}} {{$.kind}}{{end}}', 'c2VjcmV0 List'],
    ['{{if .nothing}}a{{else if eq .kind "List" "Pod"}}b{{else}}c{{end}}', 'b'],
    ['{{range .items}}{{if .spec.on}}{{.metadata.name}}{{end}}{{end}}', 'a'],
    ['{{range .items}}{{if gt .spec.replicas 1}}{{continue}}{{end}}{{.metadata.name}}{{end}}', 'b'],
    ['{{range .items}}{{.metadata.name}}{{break}}{{end}}', 'a'],
    ['{{$n := 0}}{{range .items}}{{$n = .spec.replicas}}{{end}}{{$n}}', '0'],
    ['a {{- /* comment */ -}} b', 'ab'],
    ['a\n  {{- .kind -}}  \n b', 'aListb'],
    ['{{printf "%-5s|%5s|%03d|%t" "ab" "cd" 7 true}}', 'ab   |   cd|007|true'],
    ['{{print "a" 1 2 "b"}} {{println 1 "x"}}', 'a1 2b 1 x\n'],
    ['{{and .nothing 1}} {{and 1 2}}', '<no value> 2'],
    ['{{and 1 0 2}} {{or 0 "" "x"}} {{not true}}', '0 x false'],
    ['{{`raw "text"`}} {{\'A\'}} {{"\\u00e9\\t"}}', 'raw "text" 65 é\t'],
    ['{{exists .items 0 "spec"}} {{exists .items 5}}', 'true false'],
    ['{{html "<a>"}}', '&lt;a&gt;'],
  ])('%s', (template, text) => {
    expect(run(template)).toBe(text)
  })

  it.each([
    ['{{range .items', 'error parsing template {{range .items, template: output:1: unclosed action'],
    ['{{if .x}}', 'error parsing template {{if .x}}, template: output:1: unexpected EOF'],
    ['\n{{foo .x}}', 'error parsing template \n{{foo .x}}, template: output:2: function "foo" not defined'],
    ['{{"a}}', 'error parsing template {{"a}}, template: output:1: unterminated quoted string'],
    ['{{end}}', 'error parsing template {{end}}, template: output:1: unexpected {{end}}'],
    ['{{}}', 'error parsing template {{}}, template: output:1: missing value for command'],
  ])('refuses %s', (template, message) => {
    expect(() => run(template)).toThrow(message)
  })

  it.each([
    ['{{.nothing.more}}', true, 'nil pointer evaluating interface {}.more'],
    ['{{.nothing}}', false, 'map has no entry for key "nothing"'],
    ['{{index .items 9}}', true, 'error calling index: index out of range: 9'],
    ['{{lt .kind 1}}', true, 'error calling lt: incompatible types for comparison'],
  ])('fails on %s', (template, allowMissing, message) => {
    expect(() => run(template, allowMissing)).toThrow(message)
  })
})
