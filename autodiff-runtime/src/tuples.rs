//! Tuples of every length that is supported.

/// Calls a macro with the type parameters and indices of each tuple.
macro_rules! for_each_tuple {
    ($macro:ident) => {
        $macro!(A 0);
        $macro!(A 0, B 1);
        $macro!(A 0, B 1, C 2);
        $macro!(A 0, B 1, C 2, D 3);
        $macro!(A 0, B 1, C 2, D 3, E 4);
        $macro!(A 0, B 1, C 2, D 3, E 4, F 5);
        $macro!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
        $macro!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
        $macro!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8);
        $macro!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9);
        $macro!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10);
        $macro!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11);
    };
}

/// The same with two type parameters for each index.
macro_rules! for_each_two_tuples {
    ($macro:ident) => {
        $macro!(A M 0);
        $macro!(A M 0, B N 1);
        $macro!(A M 0, B N 1, C O 2);
        $macro!(A M 0, B N 1, C O 2, D P 3);
        $macro!(A M 0, B N 1, C O 2, D P 3, E Q 4);
        $macro!(A M 0, B N 1, C O 2, D P 3, E Q 4, F R 5);
        $macro!(A M 0, B N 1, C O 2, D P 3, E Q 4, F R 5, G S 6);
        $macro!(A M 0, B N 1, C O 2, D P 3, E Q 4, F R 5, G S 6, H T 7);
        $macro!(A M 0, B N 1, C O 2, D P 3, E Q 4, F R 5, G S 6, H T 7, I U 8);
        $macro!(A M 0, B N 1, C O 2, D P 3, E Q 4, F R 5, G S 6, H T 7, I U 8, J V 9);
        $macro!(A M 0, B N 1, C O 2, D P 3, E Q 4, F R 5, G S 6, H T 7, I U 8, J V 9, K W 10);
        $macro!(A M 0, B N 1, C O 2, D P 3, E Q 4, F R 5, G S 6, H T 7, I U 8, J V 9, K W 10, L X 11);
    };
}

pub(crate) use {for_each_tuple, for_each_two_tuples};
