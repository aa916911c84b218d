"""What a year is expected to come to, beside the policy's figure (R4.6): completed, forecast, kept."""
