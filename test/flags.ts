/** For flags.test.ts: what to run every flag with. */

/** A key that opens nothing, and its certificate. */
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgXypNMAQXhKwNDnhC
uweFIcaxRm/TsXCK3NyjGlQazAahRANCAASxaTxDJjiPw3QcNPqfmcfaHkyOHs/q
r3x5TtadKhU7Tn3/c3AxIs9rsRDJrhL+Wa501UrSAETJ1ldLEkKSAIN1
-----END PRIVATE KEY-----
`
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBbzCCARWgAwIBAgIUHNk80L0udBjSrC5i2iQifYOamFEwCgYIKoZIzj0EAwIw
DDEKMAgGA1UEAwwBdDAgFw0yNjExMjUxNzA4MTZaGA8yMTI2MTEwMTE3MDgxNlow
DDEKMAgGA1UEAwwBdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABLFpPEMmOI/D
dBw0+p+Zx9oeTI4ez+qvfHlO1p0qFTtOff9zcDEiz2uxEMmuEv5ZrnTVStIARMnW
V0sSQpIAg3WjUzBRMB0GA1UdDgQWBBQ2fWCXvSQ96FVXCccO6I4fiJ3FAzAfBgNV
HSMEGDAWgBQ2fWCXvSQ96FVXCccO6I4fiJ3FAzAPBgNVHRMBAf8EBTADAQH/MAoG
CCqGSM49BAMCA0gAMEUCIQCeCDkAl+uz6UwwZB7imriOASzPPTcu4AKQHl3+9kB/
jAIgVhxWXknnIZmJ5+6Wvb63+E4LXzkD3+EsCLUgpx+M6mY=
-----END CERTIFICATE-----
`

/** Files in the folder where commands run. */
export const FILES: Record<string, string> = {
  x: 'a=1\n',
  'bare.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: bare\n',
  'kustomization.yaml': 'resources:\n- x.yaml\n',
  'kubesim-plugin': '',
  'crt.pem': CERTIFICATE,
  'key.pem': KEY,
  'x.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\ndata:\n  a: "1"\n',
}

export const SETUP = [
  'create deployment web --image=nginx --port=80',
  'expose deployment web',
  'run alone --image=nginx',
  'run away --image=registry.k8s.io/e2e-test-images/agnhost:2.53 --port=80 --expose -- netexec --http-port=80',
  'apply -f x.yaml',
  'create -f bare.yaml',
  'clock settle',
  'create deployment slow --image=nginx',
]

/** Arguments that a command makes sense with. */
export const EXAMPLES: Record<string, string> = {
  annotate: 'configmap x a=b',
  apply: '-f x.yaml',
  'apply edit-last-applied': 'configmap x',
  'apply set-last-applied': '-f x.yaml',
  'apply view-last-applied': 'configmap x',
  attach: 'alone',
  'auth can-i': 'get pods',
  autoscale: 'deployment web --max=3',
  'clock advance': '1s',
  'cluster create': 'another',
  'cluster import': 'x.yaml',
  'config set': 'current-context default',
  'config set-context': 'default',
  'config unset': 'current-context',
  'config use-context': 'default',
  'config delete-cluster': 'x',
  'config delete-context': 'x',
  'config delete-user': 'x',
  'config rename-context': 'x y',
  'config set-cluster': 'x',
  'config set-credentials': 'x',
  cordon: 'kubesim-worker',
  cp: 'x alone:/tmp/x',
  create: '-f x.yaml',
  'create clusterrole': 'y --verb=get --resource=pods',
  'create clusterrolebinding': 'y --clusterrole=view',
  'create configmap': 'y',
  'create cronjob': 'y --image=busybox --schedule=@daily',
  'create deployment': 'y --image=nginx',
  'create ingress': 'y --rule=a.example.com/=web:80',
  'create job': 'y --image=busybox',
  'create namespace': 'y',
  'create priorityclass': 'y',
  'create poddisruptionbudget': 'y --selector=a=b --min-available=1',
  'create quota': 'y',
  'create role': 'y --verb=get --resource=pods',
  'create rolebinding': 'y --clusterrole=view',
  'create token': 'default',
  'create secret docker-registry': 'y --docker-username=a --docker-password=b',
  'create secret generic': 'y',
  'create secret tls': 'y --cert=crt.pem --key=key.pem',
  'create service clusterip': 'y --tcp=80',
  'create service externalname': 'y --external-name=example.com',
  'create service loadbalancer': 'y --tcp=80',
  'create service nodeport': 'y --tcp=80',
  'create serviceaccount': 'y',
  curl: 'http://web',
  delete: 'configmap x',
  describe: 'configmap x',
  diff: '-f x.yaml',
  dns: 'web',
  drain: 'kubesim-worker2 --force --ignore-daemonsets --delete-emptydir-data',
  edit: 'configmap x',
  exec: 'alone -- ls',
  explain: 'pods',
  expose: 'deployment web --name=y',
  'external add': 'api.example.org --ip=198.51.100.7 --port=80',
  'fault add': 'pod/alone --crash',
  'fault image': 'nginx:1.28',
  get: 'configmaps',
  kustomize: '.',
  label: 'configmap x a=b',
  load: 'svc/web --for=1s',
  logs: 'alone',
  nc: 'web 80',
  patch: 'configmap x -p {}',
  'port-forward': 'alone 0:80',
  replace: '-f x.yaml',
  'rollout history': 'deployment web',
  'rollout pause': 'deployment web',
  'rollout plan': 'deployment web --set=nginx=nginx:1.28',
  'rollout restart': 'deployment web',
  'rollout resume': 'deployment web',
  'rollout status': 'deployment slow',
  'rollout undo': 'deployment web',
  run: 'y --image=nginx',
  scale: 'deployment web --replicas=1',
  'set env': 'deployment web A=1',
  'set image': 'deployment web nginx=nginx:1.28',
  'set resources': 'deployment web --limits=cpu=1',
  'set selector': 'service web app=web',
  'set serviceaccount': 'deployment web default',
  taint: 'node kubesim-worker a=b:NoSchedule',
  'top node': '',
  'top pod': '',
  uncordon: 'kubesim-worker',
  why: 'service/web',
  wait: 'pod alone --for=condition=Ready',
}

/** For flags that need more than themselves: `+ ` and what stands in their place, or all that follows the command. A # stands for a space. */
export const MORE: Record<string, string> = {
  'annotate --recursive': '-f x.yaml a=b --recursive',
  'apply --all': '-f x.yaml --prune --all',
  'apply --prune-allowlist': '-f x.yaml --prune --all --prune-allowlist=core/v1/ConfigMap',
  'apply set-last-applied --create-annotation': '-f bare.yaml --create-annotation',
  'auth can-i --all-namespaces': 'get nodes --all-namespaces',
  'auth can-i --no-headers': '--list --no-headers',
  'auth can-i --subresource': 'get pods --subresource=log',
  'autoscale --recursive': '-f x.yaml --max=3 --recursive',
  'clock run --max': '--until=deployment/web#ready --max=1m',
  'clock run --until': '--until=deployment/web#ready',
  'curl --max-redirs': 'http://away/redirect -L --max-redirs=1',
  'diff --show-managed-fields': '-f x.yaml --show-managed-fields',
  'explain --recursive': 'pods --recursive',
  'get --ignore-not-found': 'configmap absent --ignore-not-found',
  'label --recursive': '-f x.yaml a=b --recursive',
  'nc --output': '-z web 80 --trace --output=json',
  'patch --recursive': '-f x.yaml -p {} --recursive',
  'replace --cascade': '-f x.yaml --force --cascade=background',
  'scale --recursive': '-f x.yaml --replicas=1 --recursive',
  'set selector --recursive': '-f x.yaml a=b --recursive',
  'set serviceaccount --recursive': '-f x.yaml default --recursive',
  'wait --recursive': '-f x.yaml --for=delete --recursive',
  'wait --timeout': 'pod alone --for=condition=Nope --timeout=1s',
  'exec --quiet': 'alone --quiet -- false',
  'exec --tty': 'alone -i --tty -- ls',
  'run --command': 'y --image=nginx --command -- ls',
  'run --leave-stdin-open': 'y --image=busybox --restart=Never -i --leave-stdin-open -- ls',
  'run --quiet': 'y --image=busybox --restart=Never -i --quiet -- sleep 3',
  'run --pod-running-timeout': 'y --image=busybox --restart=Never --attach --pod-running-timeout=1s -- ls',
  '--allow-missing-template-keys': '+ -o jsonpath={.kind} --allow-missing-template-keys=false',
  '--show-managed-fields': '+ -o yaml --show-managed-fields',
  '--recursive': '-f x.yaml --recursive',
}

/** Flags that commands do not look at themselves, or that change nothing that could be seen (in kubectl and curl neither), and why. */
export const UNREAD: Record<string, string> = {
  '--field-manager': 'run.ts reads it for every command that has it',
  'replace --wait': 'what --force deletes is waited for in any case',
  'apply --wait': 'what --force deletes is waited for in any case',
  'curl --silent': 'there is no progress to hide',
  'curl --show-error': 'errors are always shown',
  'curl --insecure': 'there are no certificates',
}
