//! Chance for tests: numbers that are the same from the same seed, and figures from outside.

#![allow(dead_code, unreachable_pub, reason = "shared by several test files")]

/// Numbers by chance.
pub struct Chance(u64);

impl Chance {
    /// The same numbers from the same seed.
    pub fn new(seed: u64) -> Self {
        // Seeds that are near each other would begin alike.
        let mut chance = Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        for _ in 0..20 {
            chance.below(2);
        }
        chance
    }

    /// One of the numbers below a limit.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % limit
    }

    /// Whether something happens that happens once in so many times.
    pub fn one_in(&mut self, count: u64) -> bool {
        self.below(count) == 0
    }

    /// One of some.
    pub fn pick<T: Copy>(&mut self, some: &[T]) -> T {
        some[usize::try_from(self.below(some.len() as u64)).unwrap()]
    }
}

/// A figure from the environment, or another one.
pub fn figure(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().expect("a number"))
}
