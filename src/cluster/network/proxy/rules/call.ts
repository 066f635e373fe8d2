import type { Mode } from '../mode.ts'

/** What travels in a call with verb `connect`, resource `network`, subresource `proxy-rules`. */

export interface RulesRequest {
  /** Only those of a Service in the call's namespace. */
  service?: string
  /** Absent: the first worker, the first node when there is none. */
  node?: string
  /** Absent: as the cluster's kube-proxy is set up. */
  mode?: Mode
}

export interface RulesReply {
  node: string
  mode: Mode
  /** As `iptables-save`, `nft list table ip kube-proxy` or `ipvsadm -Ln` prints it. */
  text: string
  /** Why a Service has no rules. */
  why?: string
}
