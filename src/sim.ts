import { storeReader } from './api/reader.ts'
import { apiVersionOf, Registry, resourceOf } from './api/registry.ts'
import { ApiServer } from './api/server.ts'
import { sameTerms, termsOf } from './api/terms.ts'
import { judges } from './cluster/admission/index.ts'
import { authorize } from './cluster/authorizer/index.ts'
import { limits } from './cluster/authorizer/limits.ts'
import { controllers, handlers } from './cluster/index.ts'
import { localServices } from './cluster/seed/api-services.ts'
import { type SeedOptions, seed } from './cluster/seed/index.ts'
import { defaultRoles } from './cluster/seed/roles/index.ts'
import { Engine } from './engine/engine.ts'
import { customKinds } from './kinds/customresourcedefinition/index.ts'
import { kinds } from './kinds/index.ts'
import type { Ms } from './lib/time.ts'
import { openStore } from './store/sqlite-store.ts'
import { withStanding } from './store/standing.ts'
import type { Store } from './store/store.ts'

/** What a cluster was made with. */
export interface ClusterFacts extends Omit<SeedOptions, 'now'> {
  name: string
}

const CLUSTER = 'cluster'

/** Objects of these resources stand from the beginning; the cluster is as old as its own namespace. */
const STANDING = [
  'clusterroles.rbac.authorization.k8s.io/',
  'clusterrolebindings.rbac.authorization.k8s.io/',
  'roles.rbac.authorization.k8s.io/',
  'rolebindings.rbac.authorization.k8s.io/',
  'apiservices.apiregistration.k8s.io/',
]
const OLDEST = 'namespaces//kube-system'

/** A simulated cluster: the wiring of store, API, controllers and plant. */
export interface Sim {
  store: Store
  server: ApiServer
  engine: Engine
  /** Undefined for a state file in which no cluster was made yet. Inside a transaction. */
  facts(): ClusterFacts | undefined
  /** Makes the cluster's first objects at `now`. Inside a write transaction. */
  create(facts: ClusterFacts, now: Ms): void
}

/** Opens the cluster in a state file; throws StateFileError. */
export function openSim(file: string, options: { freeze?: boolean } = {}): Sim {
  // What a store indexes depends on kinds, and custom kinds stand in the store.
  const custom = customKinds({
    get: (resource, namespace, name) => storeReader(store).get(resource, namespace, name),
    list: (resource, namespace) => storeReader(store).list(resource, namespace),
    find: (resource, term) => storeReader(store).find(resource, term),
  })
  const registry = new Registry(kinds, custom)
  const facts = () => store.note<ClusterFacts>(CLUSTER)
  const store: Store = withStanding(
    openStore(file, termsOf(registry), { ...options, sameTerms: sameTerms(registry) }),
    {
      mayHave: key => STANDING.some(resource => key.startsWith(resource)),
      objects() {
        const born = store.get(OLDEST)?.metadata.creationTimestamp
        if (!born) return undefined
        const seed = facts()?.seed ?? 0
        const apiVersions = kinds.filter(kind => !kind.hidden).map(apiVersionOf)
        return new Map([...defaultRoles(seed, String(born)), ...localServices(apiVersions, seed, String(born))])
      },
    },
  )
  let engine: Engine
  const server = new ApiServer(
    store,
    registry,
    handlers,
    { now: () => engine.now, seed: () => facts()?.seed ?? 0, actor: () => engine.actor },
    authorize,
    { webhooks: judges, limits },
  )
  const all = [...kinds.flatMap(kind => kind.controllers ?? []), ...controllers]
  engine = new Engine(store, server, all, 0)
  return {
    store,
    server,
    engine,
    facts,
    create(made, now) {
      store.setNote(CLUSTER, made)
      engine.resume(now)
      for (const object of seed({ ...made, now })) {
        const kind = registry.byKind(object.apiVersion, object.kind)!
        const { namespace } = object.metadata
        server.handle({ verb: 'create', resource: resourceOf(kind), namespace, body: object }, true)
        engine.observe()
      }
    },
  }
}
