import { Box } from '@mantine/core'
import { Component, type ReactNode } from 'react'
import { FailureNotice } from './failure-notice.tsx'

/** A fault in one screen is shown in its place; the frame around it lives on. */
export class ScreenGuard extends Component<{ children: ReactNode }, { fault: Error | null }> {
  override state = { fault: null as Error | null }

  static getDerivedStateFromError(fault: Error) {
    return { fault }
  }

  override render() {
    if (!this.state.fault) return this.props.children
    return (
      <Box p="md">
        <FailureNotice failure={this.state.fault} onClose={() => this.setState({ fault: null })} />
      </Box>
    )
  }
}
