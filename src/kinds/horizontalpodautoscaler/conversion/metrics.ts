import type * as v2 from 'kubernetes-types/autoscaling/v2'

/** Metrics as the annotations of autoscaling/v1 hold them, in that version's words (pkg/apis/autoscaling/v1/conversion.go). */

type Old = Record<string, any>

/** An amount that has no `absent` there. */
const amount = (quantity: unknown): unknown => quantity ?? '0'

export function metricToV1(metric: v2.MetricSpec): Old {
  const { type, object, pods, resource, containerResource, external } = metric
  return {
    type,
    object: object && {
      target: reference(object.describedObject),
      metricName: object.metric.name,
      targetValue: amount(object.target.value),
      selector: object.metric.selector,
      averageValue: object.target.averageValue,
    },
    pods: pods && {
      metricName: pods.metric.name,
      targetAverageValue: amount(pods.target.averageValue),
      selector: pods.metric.selector,
    },
    resource: resource && usage(resource),
    containerResource: containerResource && { ...usage(containerResource), container: containerResource.container },
    external: external && {
      metricName: external.metric.name,
      metricSelector: external.metric.selector,
      targetValue: external.target.value,
      targetAverageValue: external.target.averageValue,
    },
  }
}

const reference = ({ kind, name, apiVersion }: v2.CrossVersionObjectReference) => ({ kind, name, apiVersion })

const usage = ({ name, target }: v2.ResourceMetricSource) => ({
  name,
  targetAverageUtilization: target.averageUtilization,
  targetAverageValue: target.averageValue,
})

export function metricFromV1({ type, object, pods, resource, containerResource, external }: Old): v2.MetricSpec {
  return present({
    type,
    object: object && {
      describedObject: object.target,
      metric: present({ name: object.metricName, selector: object.selector }),
      target: target(object.averageValue === undefined ? 'Value' : 'AverageValue', {
        value: object.targetValue,
        averageValue: object.averageValue,
      }),
    },
    pods: pods && {
      metric: present({ name: pods.metricName, selector: pods.selector }),
      target: target('AverageValue', { averageValue: pods.targetAverageValue }),
    },
    resource: resource && wantedUsage(resource),
    containerResource: containerResource && {
      ...wantedUsage(containerResource),
      container: containerResource.container,
    },
    external: external && {
      metric: present({ name: external.metricName, selector: external.metricSelector }),
      target: target(external.targetValue === undefined ? 'AverageValue' : 'Value', {
        value: external.targetValue,
        averageValue: external.targetAverageValue,
      }),
    },
  }) as unknown as v2.MetricSpec
}

const target = (type: string, amounts: Old): v2.MetricTarget =>
  present({ type, ...amounts }) as unknown as v2.MetricTarget

function wantedUsage({ name, targetAverageUtilization: averageUtilization, targetAverageValue: averageValue }: Old) {
  const type = averageUtilization === undefined ? 'AverageValue' : 'Utilization'
  return { name, target: target(type, { averageValue, averageUtilization }) }
}

export function measuredToV1({ type, object, pods, resource, containerResource, external }: v2.MetricStatus): Old {
  return {
    type,
    object: object && {
      target: reference(object.describedObject),
      metricName: object.metric.name,
      currentValue: amount(object.current.value),
      selector: object.metric.selector,
      averageValue: object.current.averageValue,
    },
    pods: pods && {
      metricName: pods.metric.name,
      currentAverageValue: amount(pods.current.averageValue),
      selector: pods.metric.selector,
    },
    resource: resource && used(resource),
    containerResource: containerResource && { ...used(containerResource), container: containerResource.container },
    external: external && {
      metricName: external.metric.name,
      metricSelector: external.metric.selector,
      currentValue: amount(external.current.value),
      currentAverageValue: external.current.averageValue,
    },
  }
}

const used = ({ name, current }: v2.ResourceMetricStatus) => ({
  name,
  currentAverageUtilization: current.averageUtilization,
  currentAverageValue: amount(current.averageValue),
})

export function measuredFromV1({ type, object, pods, resource, containerResource, external }: Old): v2.MetricStatus {
  return present({
    type,
    object: object && {
      describedObject: object.target,
      metric: present({ name: object.metricName, selector: object.selector }),
      current: present({ value: object.currentValue, averageValue: object.averageValue }),
    },
    pods: pods && {
      metric: present({ name: pods.metricName, selector: pods.selector }),
      current: present({ averageValue: pods.currentAverageValue }),
    },
    resource: resource && usedFromV1(resource),
    containerResource: containerResource && {
      ...usedFromV1(containerResource),
      container: containerResource.container,
    },
    external: external && {
      metric: present({ name: external.metricName, selector: external.metricSelector }),
      current: present({ value: external.currentValue, averageValue: external.currentAverageValue }),
    },
  }) as unknown as v2.MetricStatus
}

const usedFromV1 = ({ name, currentAverageUtilization, currentAverageValue }: Old) => ({
  name,
  current: present({ averageValue: currentAverageValue, averageUtilization: currentAverageUtilization }),
})

/** Without fields that are not there. */
const present = (object: Old): Old =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined))
