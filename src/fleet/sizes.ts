// The size catalogue, under Azure's names. A size larger than the host is offered and capped, and says so.

export interface Size {
  readonly name: string
  readonly family: string
  readonly cores: number
  readonly memoryGiB: number
  readonly gpus: number
  /** Temporary disk, MiB (CI-94). */
  readonly temporaryDiskMiB: number
}

/** name | family | cores | memory GiB | GPUs | temporary disk GiB */
const table = `
STANDARD_A1_V2|standardAv2Family|1|2|0|10
STANDARD_A2_V2|standardAv2Family|2|4|0|20
STANDARD_A4_V2|standardAv2Family|4|8|0|40
STANDARD_D1_V2|standardDv2Family|1|3.5|0|50
STANDARD_D2_V2|standardDv2Family|2|7|0|100
STANDARD_D3_V2|standardDv2Family|4|14|0|200
STANDARD_D4_V2|standardDv2Family|8|28|0|400
STANDARD_D5_V2|standardDv2Family|16|56|0|800
STANDARD_D11_V2|standardDv2Family|2|14|0|100
STANDARD_D12_V2|standardDv2Family|4|28|0|200
STANDARD_D13_V2|standardDv2Family|8|56|0|400
STANDARD_D14_V2|standardDv2Family|16|112|0|800
STANDARD_DS1_V2|standardDSv2Family|1|3.5|0|7
STANDARD_DS2_V2|standardDSv2Family|2|7|0|14
STANDARD_DS3_V2|standardDSv2Family|4|14|0|28
STANDARD_DS4_V2|standardDSv2Family|8|28|0|56
STANDARD_DS5_V2|standardDSv2Family|16|56|0|112
STANDARD_DS11_V2|standardDSv2Family|2|14|0|28
STANDARD_DS12_V2|standardDSv2Family|4|28|0|56
STANDARD_DS13_V2|standardDSv2Family|8|56|0|112
STANDARD_DS14_V2|standardDSv2Family|16|112|0|224
STANDARD_D2S_V3|standardDSv3Family|2|8|0|16
STANDARD_D4S_V3|standardDSv3Family|4|16|0|32
STANDARD_D8S_V3|standardDSv3Family|8|32|0|64
STANDARD_D16S_V3|standardDSv3Family|16|64|0|128
STANDARD_D32S_V3|standardDSv3Family|32|128|0|256
STANDARD_D2_V3|standardDv3Family|2|8|0|50
STANDARD_D4_V3|standardDv3Family|4|16|0|100
STANDARD_D8_V3|standardDv3Family|8|32|0|200
STANDARD_D2AS_V4|standardDASv4Family|2|8|0|16
STANDARD_D4AS_V4|standardDASv4Family|4|16|0|32
STANDARD_D8AS_V4|standardDASv4Family|8|32|0|64
STANDARD_E2S_V3|standardESv3Family|2|16|0|32
STANDARD_E4S_V3|standardESv3Family|4|32|0|64
STANDARD_E8S_V3|standardESv3Family|8|64|0|128
STANDARD_E16S_V3|standardESv3Family|16|128|0|256
STANDARD_E4DS_V4|standardEDSv4Family|4|32|0|150
STANDARD_E8DS_V4|standardEDSv4Family|8|64|0|300
STANDARD_F2S_V2|standardFSv2Family|2|4|0|16
STANDARD_F4S_V2|standardFSv2Family|4|8|0|32
STANDARD_F8S_V2|standardFSv2Family|8|16|0|64
STANDARD_F16S_V2|standardFSv2Family|16|32|0|128
STANDARD_F32S_V2|standardFSv2Family|32|64|0|256
STANDARD_M8MS|standardMSFamily|8|219|0|256
STANDARD_NC6|standardNCFamily|6|56|1|340
STANDARD_NC12|standardNCFamily|12|112|2|680
STANDARD_NC24|standardNCFamily|24|224|4|1440
STANDARD_NC6S_V2|standardNCSv2Family|6|112|1|736
STANDARD_NC6S_V3|standardNCSv3Family|6|112|1|736
STANDARD_NC12S_V3|standardNCSv3Family|12|224|2|1474
STANDARD_NC24S_V3|standardNCSv3Family|24|448|4|2948
STANDARD_NC4AS_T4_V3|standardNCASt4v3Family|4|28|1|176
STANDARD_NC8AS_T4_V3|standardNCASt4v3Family|8|56|1|352
STANDARD_NC16AS_T4_V3|standardNCASt4v3Family|16|110|1|352
STANDARD_NC64AS_T4_V3|standardNCASt4v3Family|64|440|4|2816
STANDARD_NC24ADS_A100_V4|standardNCADSA100v4Family|24|220|1|958
STANDARD_NC40ADS_H100_V5|standardNCADSH100v5Family|40|320|1|3576
STANDARD_ND40RS_V2|standardNDv2Family|40|672|8|2948
STANDARD_ND96ASR_V4|standardNDASv4_A100Family|96|900|8|6000
STANDARD_NV6|standardNVFamily|6|56|1|340
`

export const sizes: readonly Size[] = table
  .trim()
  .split('\n')
  .map((line) => {
    const [name = '', family = '', cores, memory, gpus, disk] = line.split('|')
    return {
      name,
      family,
      cores: Number(cores),
      memoryGiB: Number(memory),
      gpus: Number(gpus),
      temporaryDiskMiB: Number(disk) * 1024,
    }
  })

const byName = new Map(sizes.map((size) => [size.name, size]))

/** Case does not count: clients write `Standard_D3_v2` and `STANDARD_D3_V2`. */
export function findSize(name: string): Size | undefined {
  return byName.get(name.toUpperCase())
}
