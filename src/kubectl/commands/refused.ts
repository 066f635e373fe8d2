/** kubectl's commands that are not simulated, in kubectl's order, and why. */
export const refused: Record<string, string> = {
  certificate: 'nobody here signs certificates',
  proxy: 'there is no API server that speaks HTTP; use kubesim get, or kubesim port-forward for what runs in pods',
  debug: 'no container can be added to a pod; use kubesim exec, kubesim why and kubesim curl --trace',
  alpha: 'no command is in its alpha here',
}
