const wholeId =
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Network\/virtualNetworks\/[^/]+\/subnets\/[^/]+$/i

/** What is wrong with a subnet that may be named, as an English sentence to be translated. */
export function subnetFault(id: string): string | undefined {
  return id === '' || wholeId.test(id) ? undefined : 'Give the whole id of a subnet: /subscriptions/…/subnets/NAME.'
}
