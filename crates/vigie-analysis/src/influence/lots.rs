//! Lots for the bootstrap and for shifts in time; the same each time.

/// The `number`th whole number below `below`, of a stream that depends on the key alone.
pub(super) fn lot_below(key: u64, number: u64, below: usize) -> usize {
    let share = crate::learn::lot(key.wrapping_mul(0x2545_F491_4F6C_DD1D) ^ number.wrapping_mul(0x9E37_79B9));
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a length, which is not negative"
    )]
    let lot = (share * below as f64) as usize;
    lot.min(below.saturating_sub(1))
}
