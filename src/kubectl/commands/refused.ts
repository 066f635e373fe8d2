/** kubectl's commands that are not simulated, in kubectl's order, and why. */
export const refused: Record<string, string> = {
  autoscale: 'there are no HorizontalPodAutoscalers',
  certificate: 'there are no certificates',
  'cluster-info': 'there is no server; see kubesim cluster',
  proxy: 'no port is ever opened; use kubesim curl',
  debug: 'no container runs; use kubesim exec',
  alpha: 'nothing of it is there',
  plugin: 'there are no plugins',
}
