/** Where templates and parameters may be fetched from. */
export interface LinkSettings {
  /** Addresses that stand for something nearer: the longest prefix that fits counts. */
  readonly mirrors: readonly Mirror[]
  /** True: plain `http:` too. */
  readonly allowsHttp: boolean
  /** True: addresses of this machine and of private networks too. */
  readonly allowsPrivate: boolean
}

export interface Mirror {
  /** Of an address, ending in a slash: `https://raw.githubusercontent.com/Azure/`. */
  readonly prefix: string
  /** A folder of this machine, or an address that takes the prefix's place, wherever that is. */
  readonly to: string
}

export const publicLinksOnly: LinkSettings = { mirrors: [], allowsHttp: false, allowsPrivate: false }
