import type { Command } from '../../command.ts'
import { PROGRAM } from '../../globals.ts'
import { add } from './add.ts'
import { list } from './list.ts'
import { remove } from './remove.ts'

export const external: Command = {
  name: 'external',
  group: 'Simulation Commands:',
  summary: 'List, add and remove hosts outside the cluster',
  long: `List, add and remove hosts outside the cluster: what an ExternalName, a Service without selector or a Pod can reach beyond it.

A few are always there: database.example.com speaks as PostgreSQL does, example.com serves a page. Those that are added go with the cluster, also through export and import. They stand in the ConfigMap external-hosts of kube-system.`,
  examples: `# What is there?
${PROGRAM} external list

# A web server, and who reaches it from inside
${PROGRAM} external add api.example.org --ip 198.51.100.7 --port 8080 --says 'hello from outside'
${PROGRAM} curl http://api.example.org:8080`,
  commands: [list, add, remove],
}
