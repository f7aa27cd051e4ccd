import { describe, expect, test } from 'vitest'
import { readResourceFilter } from './resource-filter.ts'

const one = {
  id: '/subscriptions/s/resourceGroups/Lab/providers/Microsoft.MachineLearningServices/workspaces/ws',
  name: 'ws',
  type: 'Microsoft.MachineLearningServices/workspaces',
  location: 'eastus',
  tags: { Team: 'Maps', says: "it's and more" },
}

describe('the filter of all resources', () => {
  test.each([
    ["resourceGroup eq 'lab'", true],
    ["RESOURCEGROUP EQ 'LAB'", true],
    ["resourceGroup ne 'lab'", false],
    ["resourceGroup eq 'other'", false],
    ["resourceType eq 'microsoft.machinelearningservices/workspaces'", true],
    ["resourceType eq 'Microsoft.Compute/virtualMachines'", false],
    ["name eq 'ws' and location eq 'eastus'", true],
    ["name eq 'ws' and location eq 'westus'", false],
    ["tagName eq 'team'", true],
    ["tagName eq 'team' and tagValue eq 'Maps'", true],
    ["tagName eq 'team' and tagValue eq 'maps'", false],
    ["tagName eq 'says' and tagValue eq 'it''s and more'", true],
    ["tagName eq 'none'", false],
    ["substringof('W',name)", true],
    ["substringof('x', name)", false],
    ["name eq 'ws' and substringof('la', resourceGroup) and location ne 'westus'", true],
  ])('%s: %s', (filter, expected) => {
    expect(readResourceFilter(filter)(one)).toBe(expected)
  })

  test.each([
    "plan eq 'x'",
    "name eq 'a' or name eq 'b'",
    "tagValue eq 'x'",
    "tagName ne 'x'",
    "tagName eq 'x' and tagValue ne 'y'",
    "name eq 'a' and ",
    "name eq 'a' name eq 'b'",
    "substringof('w', location)",
    "substringof(name, 'w')",
    "startswith('w', name)",
    'name eq ws',
    "name eq 'ws",
    "__proto__ eq 'x'",
    "constructor eq 'x'",
  ])('refuses %s', (filter) => {
    expect(() => readResourceFilter(filter)).toThrow(/is not supported/)
  })
})
