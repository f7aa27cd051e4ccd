// The notebook on the picture of JupyterLab: nothing in it needs more than the node image has.

const machineCode = `import platform

print(platform.node(), '·', 'Python', platform.python_version())
!git --version && pwd`

const plotCode = `from math import cos, exp
from IPython.display import SVG

points = ' '.join(f'{8 * t},{80 - 75 * exp(-t / 30) * cos(t / 4):.1f}' for t in range(101))
SVG(f'''<svg xmlns="http://www.w3.org/2000/svg" width="800" height="160">
<path d="M0 80H800" stroke="#bbb"/>
<polyline points="{points}" fill="none" stroke="#1f5f5b" stroke-width="3"/></svg>''')`

/** As nbformat 4 has it. */
export const firstSteps = {
  nbformat: 4,
  nbformat_minor: 5,
  metadata: { kernelspec: { name: 'python3', display_name: 'Python 3 (ipykernel)', language: 'python' } },
  cells: [
    cell('markdown', 'title', '# First steps\nA machine of your own, with the files of your team beside yours.'),
    cell('code', 'answer', '6 * 7'),
    cell('code', 'machine', machineCode),
    cell('code', 'plot', plotCode),
  ],
}

function cell(kind: 'markdown' | 'code', id: string, source: string) {
  const outcome = kind === 'code' ? { execution_count: null, outputs: [] } : {}
  return { cell_type: kind, id, metadata: {}, source, ...outcome }
}
